package io.carrotmq.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A key and the certificate it signed itself, for TLS in tests. Get the one the brokers of this kit show from {@link
 * #shared()}, one for other host names, or for a client, from {@link #of(String...)}.
 *
 * <p>Immutable and safe for use by several threads. Its files are removed with the JVM.
 */
public final class TlsIdentity {

    private static final String PASSWORD = "carrot";
    private static final String ALIAS = "carrot";
    private static final Duration CLOCK_SKEW = Duration.ofDays(1);
    private static final Duration VALIDITY = Duration.ofDays(30);

    private final KeyStore keys;
    private final Path folder;

    private TlsIdentity(KeyStore keys, Path folder) {
        this.keys = keys;
        this.folder = folder;
    }

    /** The identity of the brokers of this JVM: for {@code localhost} and {@code 127.0.0.1}. Made at the first call. */
    public static TlsIdentity shared() {
        return Shared.INSTANCE;
    }

    /**
     * Makes an identity.
     *
     * @param names the host names and IPv4 addresses the certificate is for, at least one; the first is its subject
     */
    public static TlsIdentity of(String... names) {
        Path folder = TemporaryFolder.create("tls");
        AtExit.add(() -> TemporaryFolder.delete(folder));
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            KeyPair pair = generator.generateKeyPair();
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, null);
            Certificate[] chain = {certificate(pair, List.of(names))};
            keys.setKeyEntry(ALIAS, pair.getPrivate(), PASSWORD.toCharArray(), chain);
            TlsIdentity identity = new TlsIdentity(keys, folder);
            identity.write();
            return identity;
        } catch (GeneralSecurityException | OperatorException | IOException e) {
            throw new IllegalStateException("Cannot make a certificate for " + Arrays.toString(names), e);
        }
    }

    /** A PKCS #12 file with the key and the certificate. */
    public Path keyStore() {
        return folder.resolve("keys.p12");
    }

    /** A PKCS #12 file with the certificate only, for those who are to trust it. */
    public Path trustStore() {
        return folder.resolve("trust.p12");
    }

    /** The password of both files and of the key. */
    public String password() {
        return PASSWORD;
    }

    /** The certificate as PEM file. */
    public Path certificatePem() {
        return folder.resolve("certificate.pem");
    }

    /** The key as PEM file, not encrypted. */
    public Path keyPem() {
        return folder.resolve("key.pem");
    }

    /** For a client that trusts this identity and nobody else, and has no certificate of its own. */
    public SSLContext trustingContext() {
        return context(null, this);
    }

    /** For a peer that shows this identity, and trusts the other one and nobody else. */
    public SSLContext contextTrusting(TlsIdentity other) {
        return context(this, other);
    }

    private static SSLContext context(TlsIdentity own, TlsIdentity trusted) {
        try {
            KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keyManagers.init(own == null ? null : own.keys, PASSWORD.toCharArray());
            TrustManagerFactory trustManagers =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trustManagers.init(trusted.certificateOnly());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own == null ? null : keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("Cannot make a TLS context", e);
        }
    }

    private static Certificate certificate(KeyPair pair, List<String> names)
            throws GeneralSecurityException, OperatorException, IOException {
        X500Name subject = new X500Name("CN=" + names.get(0));
        Instant now = Instant.now();
        GeneralName[] alternatives = names.stream()
                .map(name -> new GeneralName(isAddress(name) ? GeneralName.iPAddress : GeneralName.dNSName, name))
                .toArray(GeneralName[]::new);
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                subject,
                BigInteger.valueOf(now.toEpochMilli()),
                Date.from(now.minus(CLOCK_SKEW)),
                Date.from(now.plus(VALIDITY)),
                subject,
                pair.getPublic());
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(alternatives));
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
    }

    private static boolean isAddress(String name) {
        return name.matches("[0-9.]+");
    }

    private KeyStore certificateOnly() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry(ALIAS, keys.getCertificate(ALIAS));
        return store;
    }

    private void write() throws GeneralSecurityException, IOException {
        Key key = keys.getKey(ALIAS, PASSWORD.toCharArray());
        store(keys, keyStore());
        store(certificateOnly(), trustStore());
        Files.writeString(
                certificatePem(), pem("CERTIFICATE", keys.getCertificate(ALIAS).getEncoded()));
        Files.writeString(keyPem(), pem("PRIVATE KEY", key.getEncoded()));
    }

    private static void store(KeyStore store, Path file) throws GeneralSecurityException, IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
    }

    private static String pem(String type, byte[] content) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + type
                + "-----\n";
    }

    private static final class Shared {
        static final TlsIdentity INSTANCE = of("localhost", "127.0.0.1");
    }
}
