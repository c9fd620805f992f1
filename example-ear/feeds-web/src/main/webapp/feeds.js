"use strict";

(() => {
    const SHOWN_ENTRIES = 100;
    const SHOWN_IMPORTS = 30;
    const STATUS_EVERY_MS = 10_000;
    const FRESH_MS = 5_000;
    const SETTLED_MS = 1_000; // the message follows the answer that it has failed

    const $ = id => document.getElementById(id);
    const date = new Intl.DateTimeFormat("en", {dateStyle: "medium"});
    const clock = new Intl.DateTimeFormat("en", {timeStyle: "medium"});

    /** An element with text; whatever came from a feed is only ever text. */
    function element(name, text, className) {
        const made = document.createElement(name);
        if (text !== undefined) made.textContent = text;
        if (className) made.className = className;
        return made;
    }

    function state(node, state, text) {
        node.dataset.state = state;
        node.textContent = text;
    }

    function problem(text) {
        $("problem").textContent = text ?? "";
        $("problem").hidden = !text;
    }

    async function answer(response) {
        if (response.ok) return response.json();
        const isJson = (response.headers.get("Content-Type") ?? "").includes("json");
        const told = isJson ? (await response.json()).error : null;
        throw new Error(told ?? `The server answered with status ${response.status}.`);
    }

    // --- entries ---

    const known = new Map();

    function isWeb(link) {
        return /^https?:\/\//i.test(link ?? "");
    }

    function entryItem(entry) {
        const item = element("li");
        item.dataset.entry = entry.id;
        const title = element(isWeb(entry.link) ? "a" : "span", entry.title, "title");
        if (isWeb(entry.link)) {
            title.href = entry.link;
            title.rel = "noreferrer noopener";
        }
        const published = entry.published ? ` · ${date.format(new Date(entry.published))}` : "";
        item.append(title, element("div", entry.feed + published, "meta"));
        return item;
    }

    function showEntries(entries, fresh) {
        const list = $("entries");
        for (const entry of [...entries].reverse()) {
            known.get(entry.id)?.remove();
            const item = entryItem(entry);
            if (fresh) item.classList.add("fresh");
            known.set(entry.id, item);
            list.prepend(item);
        }
        while (list.children.length > SHOWN_ENTRIES) {
            known.delete(list.lastElementChild.dataset.entry);
            list.lastElementChild.remove();
        }
        $("empty").hidden = list.children.length > 0;
    }

    // --- imports ---

    function showImport(kind, at, headline, detail, url) {
        const item = element("li");
        item.dataset.kind = kind;
        if (Date.now() - new Date(at) < FRESH_MS) item.classList.add("fresh");
        const mark = element("strong", headline);
        mark.dataset.state = kind === "imported" ? "good" : "bad";
        item.append(mark, element("div", detail, "detail"), element("div", `${clock.format(new Date(at))} · ${url}`, "meta"));
        const list = $("imports");
        list.prepend(item);
        while (list.children.length > SHOWN_IMPORTS) list.lastElementChild.remove();
        $("quiet").hidden = true;
    }

    function imported(message) {
        const {at, event: feed} = JSON.parse(message.data);
        showImport("imported", at, "Imported", `${feed.title}, ${feed.entries} ${feed.entries === 1 ? "entry" : "entries"}`, feed.url);
        showEntries(feed.newest, true);
        refreshStatus();
    }

    function failed(message) {
        const {at, event: feed} = JSON.parse(message.data);
        showImport("failed", at, feed.attempt > 1 ? `Failed, attempt ${feed.attempt}` : "Failed", feed.reason, feed.url);
        setTimeout(refreshDead, SETTLED_MS);
    }

    // --- dead letters ---

    let shownLetters = "[]";
    let unread = false; // the problem shown is that the letters cannot be read

    function deadProblem(text) {
        $("dead-problem").textContent = text ?? "";
        $("dead-problem").hidden = !text;
    }

    function time(instant) {
        return instant ? clock.format(new Date(instant)) : "?";
    }

    function simpleName(className) {
        return className?.slice(className.lastIndexOf(".") + 1);
    }

    function action(name, path, id) {
        const button = element("button", name, "link");
        button.type = "button";
        button.dataset.action = path;
        button.addEventListener("click", () => settle(button, path, id));
        return button;
    }

    function deadItem(letter) {
        const item = element("li");
        item.dataset.letter = letter.id;
        const exception = element("span", simpleName(letter.exception), "meta");
        exception.title = letter.exception ?? "";
        const headline = element("div");
        headline.append(element("strong", letter.reason), " ", exception);
        const about = [
            letter.url ?? "no feed's address",
            `${letter.attempts} ${letter.attempts === 1 ? "attempt" : "attempts"}, ${time(letter.firstFailure)} to ${time(letter.lastFailure)}`,
            `routing key ${letter.routingKey}`,
        ];
        const actions = element("div", undefined, "actions");
        actions.append(action("Send back", "back", letter.id), action("Discard", "discard", letter.id));
        item.append(headline, element("div", letter.message ?? "", "detail"), element("div", about.join(" · "), "meta"), actions);
        return item;
    }

    async function refreshDead() {
        try {
            const {count, more, latest} = await answer(await fetch("api/dead-letters"));
            $("dead-count").textContent = more ? `${count} or more` : String(count);
            const letters = JSON.stringify(latest);
            if (letters !== shownLetters) $("dead").replaceChildren(...latest.map(deadItem));
            shownLetters = letters;
            $("none-dead").hidden = count > 0;
            $("dead-all").hidden = count === 0;
            if (unread) deadProblem(null);
            unread = false;
        } catch (e) {
            deadProblem(e.message);
            unread = true;
        }
    }

    /** Has one dead letter, or without an id all of them, sent back or discarded. */
    async function settle(button, path, id) {
        button.disabled = true;
        deadProblem(null);
        try {
            await answer(await fetch(`api/dead-letters/${path}`, {
                method: "POST",
                headers: {"Content-Type": "application/json"},
                body: JSON.stringify(id ? {id} : {all: true}),
            }));
            await refreshDead();
        } catch (e) {
            deadProblem(e.message);
        } finally {
            button.disabled = false;
        }
    }

    // --- status ---

    async function refreshStatus() {
        try {
            const status = await answer(await fetch("api/status"));
            $("stored").textContent = String(status.stored);
            if (status.broker) {
                state($("broker"), "good", `${status.broker.product} ${status.broker.version} at ${status.broker.address}`);
            } else {
                state($("broker"), "bad", status.problem ?? "not connected");
            }
        } catch (e) {
            state($("broker"), "bad", `unknown: ${e.message}`);
        }
    }

    function listen() {
        const events = new EventSource("api/events");
        events.addEventListener("open", () => state($("live"), "good", "on"));
        events.addEventListener("imported", imported);
        events.addEventListener("failed", failed);
        events.addEventListener("full", event => state($("live"), "bad", event.data));
        events.addEventListener("error", () => {
            const over = events.readyState === EventSource.CLOSED;
            state($("live"), "bad", over ? "off; reload the page" : "reconnecting …");
        });
    }

    // --- form ---

    async function submit(event) {
        event.preventDefault();
        problem(null);
        const button = $("import").querySelector("button[type=submit]");
        button.disabled = true;
        try {
            await answer(await fetch("api/feeds", {
                method: "POST",
                headers: {"Content-Type": "application/json"},
                body: JSON.stringify({url: $("address").value}),
            }));
            $("address").select();
        } catch (e) {
            problem(e.message);
            $("address").focus();
        } finally {
            button.disabled = false;
        }
    }

    function sample(path) {
        $("address").value = new URL(path, document.baseURI).href;
    }

    $("import").addEventListener("submit", submit);
    for (const button of document.querySelectorAll("[data-sample]")) {
        button.addEventListener("click", () => {
            sample(button.dataset.sample);
            $("address").focus();
        });
    }
    for (const button of document.querySelectorAll("[data-all]")) {
        button.addEventListener("click", () => settle(button, button.dataset.all));
    }
    sample("samples/garden.rss");
    listen();
    refreshDead();
    refreshStatus();
    setInterval(refreshStatus, STATUS_EVERY_MS);
    setInterval(refreshDead, STATUS_EVERY_MS);
    addEventListener("focus", refreshDead);
    fetch("api/entries").then(answer).then(entries => showEntries(entries, false), e => problem(e.message));
})();
