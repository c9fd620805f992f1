#!/bin/sh
# Unpacks RabbitMQ and the Erlang it runs on from a Debian suite into one folder, without root and without installing.
#
#     unpack-rabbitmq.sh SUITE FOLDER
#
# Needs apt-get and dpkg-deb. Packages come from the Debian archive the machine's own apt uses, their signatures checked.
# FOLDER ends up with bin/ (erl, epmd, escript: goes first on PATH) and root/ (the packages' files). Paths inside name
# FOLDER, so it cannot be moved. The last line of the output says what is there.
set -eu

suite=$1
folder=$2
root=$folder/root
erlang=$root/usr/lib/erlang
keyring=/usr/share/keyrings/debian-archive-keyring.gpg

# What differs between suites. elixir: rabbitmqctl is written in it, and only brings its own in bookworm.
case $suite in
    bookworm) ssl=libssl3 elixir= ;;
    *) ssl=libssl3t64 elixir=elixir ;;
esac
# That suite's libc, and all else Erlang links to, comes along: the machine's own may be years older, or newer.
libraries="libc6 libgcc-s1 libstdc++6 libtinfo6 libzstd1 zlib1g $ssl libsystemd0 libcap2"
erlang_packages="erlang-base erlang-asn1 erlang-crypto erlang-eldap erlang-inets erlang-mnesia erlang-os-mon
    erlang-parsetools erlang-public-key erlang-runtime-tools erlang-ssl erlang-syntax-tools erlang-tools erlang-xmerl"
# patchelf: see use_own_libraries.
packages="rabbitmq-server $elixir patchelf $erlang_packages $libraries"

fail() {
    echo "$*" >&2
    exit 1
}

# The URI of the Debian archive in the machine's apt configuration. Third parties use Debian's suite names too; their
# archives seldom end in /debian, so one that does is preferred.
debian_archive() {
    codename=$(. /etc/os-release && echo "${VERSION_CODENAME:-stable}")
    apt-get indextargets --format '$(RELEASE) $(COMPONENT) $(REPO_URI)' \
        | awk -v codename="$codename" '
            $2 == "main" && ($1 == codename || $1 ~ /^(oldstable|stable|testing|unstable|sid|bookworm|trixie|forky)$/) {
                if ($3 ~ /\/debian\/?$/) { print $3; found = 1; exit }
                if (!other) other = $3
            }
            END { if (!found) print other }'
}

# An apt of our own: own sources, own state, own cache. Of the machine's settings it keeps how to fetch (proxies,
# certificates, retries), and nothing that would run a hook.
configure_apt() {
    mkdir -p "$folder/apt/lists/partial" "$folder/apt/archives/partial" "$folder/apt/none"
    : > "$folder/apt/status"
    echo "deb [signed-by=$keyring] $1 $suite main" > "$folder/apt/sources.list"
    apt-config dump | grep '^Acquire::' > "$folder/apt/apt.conf" || true
    cat >> "$folder/apt/apt.conf" <<CONF
Dir::Etc::main "$folder/apt/none/apt.conf";
Dir::Etc::parts "$folder/apt/none";
Dir::Etc::sourcelist "$folder/apt/sources.list";
Dir::Etc::sourceparts "$folder/apt/none";
Dir::Etc::preferences "$folder/apt/none/preferences";
Dir::Etc::preferencesparts "$folder/apt/none";
Dir::State "$folder/apt";
Dir::State::lists "$folder/apt/lists";
Dir::State::status "$folder/apt/status";
Dir::Cache "$folder/apt";
Dir::Cache::archives "$folder/apt/archives";
Dir::Log "$folder/apt";
APT::Sandbox::User "";
Acquire::Languages "none";
Acquire::AllowInsecureRepositories "false";
Acquire::AllowWeakRepositories "false";
CONF
    export APT_CONFIG="$folder/apt/apt.conf"
}

# A mirror may serve a suite in development past the date in its Release file. Only then is that date let be; signatures
# are checked all the same. The date guards against being shown an old state of the archive, which is why it counts first.
update() {
    if output=$(apt-get update -qq 2>&1); then
        return
    fi
    case $output in
        *"is expired"*) apt-get -o Acquire::Check-Valid-Until=false update -qq ;;
        *) fail "$output" ;;
    esac
}

unpack() {
    mkdir -p "$folder/apt/debs" "$root"
    (cd "$folder/apt/debs" && apt-get download -qq $packages)
    for package in "$folder"/apt/debs/*.deb; do
        dpkg-deb -x "$package" "$root"
    done
    rm -rf "$folder/apt" "$root/usr/share/doc" "$root/usr/share/man" "$root/usr/share/locale" "$root/usr/share/i18n"
}

# The start scripts name the folder Erlang is installed to.
use_own_erlang() {
    for script in "$erlang"/bin/erl "$erlang"/erts-*/bin/erl; do
        sed -i "s|ROOTDIR=/usr/lib/erlang|ROOTDIR=$erlang|" "$script"
    done
}

# Makes every program of Erlang start with the unpacked loader and libraries. patchelf itself needs them as well, so it
# is started through that loader.
use_own_libraries() {
    # Links to the loader may name the machine's own. Older suites keep some libraries in /lib, others in /usr/lib.
    loader=$(find "$root" -type f -name 'ld-linux*.so.*' | head -n 1)
    [ -n "$loader" ] || fail "libc6 of $suite has no loader ld-linux*.so.*"
    lib=$(find "$root/lib" "$root/usr/lib" -maxdepth 1 -type d -name '*-linux-*' 2> /dev/null | paste -s -d :)
    patchelf() {
        "$loader" --library-path "$lib" "$root/usr/bin/patchelf" "$@"
    }
    find "$erlang" -type f -perm -u+x | while read -r program; do
        if patchelf --print-interpreter "$program" > /dev/null 2>&1; then
            patchelf --set-interpreter "$loader" --force-rpath --set-rpath "$lib" "$program"
        fi
    done
}

for tool in apt-get apt-config dpkg-deb; do
    command -v "$tool" > /dev/null || fail "$tool is not on the PATH"
done
[ -r "$keyring" ] || fail "no $keyring, with which the packages' signatures are checked"
archive=$(debian_archive)
[ -n "$archive" ] || fail "no Debian archive in the machine's apt configuration"

mkdir -p "$folder"
configure_apt "$archive"
update
unpack
use_own_erlang
use_own_libraries
mkdir -p "$folder/bin"
for program in erl epmd escript; do
    ln -s "$erlang/bin/$program" "$folder/bin/$program"
done
echo "unpacked $(basename "$(ls -d "$root"/usr/lib/rabbitmq/lib/rabbitmq_server-*)")"
