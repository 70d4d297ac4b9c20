// Follows a place in line without reloading the page, and says what changed. The page is whole without it.
(() => {
  "use strict";
  const at = (id) => document.getElementById(id);
  const { calls, lang, then, texts, returned, h, m, s, place: first } = JSON.parse(at("given").textContent);
  if (!then) return;
  const SHARED = ["waiting", "paused", "all-held", "sold-out"]; // the same for everybody who stands in line
  const FIGURES = ["estimate", "number", "rate", "stock", "since", "at"];
  const RUNNING = ["opens", "left", "retry"];
  const name = calls + lang;
  const sharing = "locks" in navigator && "BroadcastChannel" in window; // both need HTTPS or localhost
  const tabs = sharing && new BroadcastChannel(name);
  let place = first; // as it was heard last
  let shown = first; // as it is on the page: the same, or that nobody answers
  let lowest = Infinity; // the least that was ahead, without those who returned
  let most = 0; // ahead at the beginning
  let until = 0; // when the time that runs down is over, of performance.now()
  let announcedAt = -Infinity;
  let warned = false;
  let failures = 0;
  let leads, streams, stream, timer, reopening, free, asking, told;

  // ---- what is shown ----

  const set = (element, text) => element.textContent === text || (element.textContent = text);
  const number = (n) => n.toLocaleString(lang);

  function duration(ms) {
    const seconds = Math.max(0, Math.ceil(ms / 1000));
    const minutes = Math.floor(seconds / 60);
    const parts = minutes < 60 ? [minutes, m, seconds % 60, s] : [Math.floor(minutes / 60), h, minutes % 60, m];
    if (!parts[0]) return parts[2] + parts[3];
    return parts[0] + parts[1] + (parts[2] ? " " + parts[2] + parts[3] : "");
  }

  function show(next) {
    const before = shown;
    shown = next;
    const [headline, lead] = texts[next.state] || texts.busy;
    const line = count(next);
    set(at("headline"), next.headline || headline);
    set(at("lead"), lead);
    set(at("ahead"), line);
    set(at("returned"), next.turn && next.returned ? returned.replace("#", number(next.returned)) : "");
    for (const id of FIGURES) set(at(id), next[id] || "");
    for (const id of RUNNING) set(at(id), "");
    set(at("message"), next.message || "");
    at("message").parentNode.hidden = !next.message;
    until = next.left === undefined ? 0 : performance.now() + next.left;
    run();
    for (const id of ["ahead", ...FIGURES, ...RUNNING]) at(id).closest("div").hidden = !at(id).textContent;
    for (const part of document.querySelectorAll("[data-in]"))
      part.hidden = !part.dataset.in.split(" ").includes(next.state);
    at("main").className = next.state;
    at("tell").hidden = !SHARED.includes(next.state) && next.state !== "gathering";
    document.title = (line && line + " · ") + (next.headline || headline);
    announce(before, next);
  }

  // A place never grows but by those who missed a call and return, and these are named beside it.
  function count(next) {
    if (next.ahead === undefined) return "";
    const back = next.returned || 0;
    const own = next.turn ? next.ahead - back : 0;
    if (next.turn) lowest = Math.min(lowest, own);
    next.ahead = next.turn ? lowest + back : next.ahead;
    most = Math.max(most, next.ahead);
    return number(next.ahead);
  }

  // The time that is left runs down; an estimate never does.
  function run() {
    const id = { gathering: "opens", early: "opens", turn: "left", busy: "retry" }[shown.state];
    if (!id || !until) return;
    const ms = until - performance.now();
    set(at(id), duration(ms));
    if (shown.state === "turn" && ms < 31000 && !warned) say((warned = true));
    if (ms <= 0 && id !== "retry") {
      until = 0;
      soon(2000);
    }
  }

  // One whole sentence for who listens: when a state changes, and else at most once a minute.
  function announce(before, next) {
    if (before.state !== next.state) {
      warned = false;
      say();
      if (next.state === "turn") ring();
    } else if (before !== next && before.ahead !== undefined && performance.now() - announcedAt > 60000) {
      const passed = (part) => before.ahead > most * part && next.ahead <= most * part;
      if (next.ahead < before.ahead && (next.ahead < 3 || [0.75, 0.5, 0.25].some(passed))) say();
    }
  }

  function say() {
    announcedAt = performance.now();
    const figures = ["ahead", "returned", "estimate", "left"]
      .map((id) => [at(id).closest("div"), at(id)])
      .filter(([box, value]) => !box.hidden && value.textContent)
      .map(([box, value]) => (value.id === "returned" ? "" : box.firstChild.textContent + ": ") + value.textContent);
    at("status").textContent = [at("headline").textContent, ...figures].join(". ") + ".";
  }

  // ---- who asks for being told, is told also while the page is hidden ----

  let sound;
  at("tell").onclick = async ({ target }) => {
    const on = target.getAttribute("aria-pressed") !== "true";
    target.setAttribute("aria-pressed", on);
    sound = on && new AudioContext();
    if (on && window.Notification && Notification.permission === "default") await Notification.requestPermission();
  };

  function ring() {
    if (!sound) return;
    const tone = sound.createOscillator();
    tone.connect(sound.destination);
    tone.start();
    tone.stop(sound.currentTime + 0.4);
    try {
      if (document.hidden) new Notification(at("headline").textContent, { tag: name });
    } catch {
      // Some browsers show none without a service worker: the sound is there.
    }
  }

  // ---- asking ----

  const wanted = () => !document.hidden || sound;

  function heard(answer) {
    if (answer.state === "busy") return fail(answer.next);
    failures = 0;
    if (then === "reload" && answer.state === "ended") return location.reload();
    place = answer;
    show(place);
    if (!place.next) rest();
  }

  function fail(ms) {
    show({ state: "busy", left: ms, next: ms, message: place.message });
  }

  async function ask() {
    clearTimeout(timer);
    if (asking || !wanted()) return;
    asking = true;
    try {
      const signal = AbortSignal.timeout ? AbortSignal.timeout(10000) : undefined;
      const reply = await fetch(calls + "/place?lang=" + lang, { cache: "no-store", signal });
      if (!reply.ok) throw reply.status;
      const answer = await reply.json();
      if (tabs) tabs.postMessage({ place: answer });
      heard(answer);
    } catch {
      fail(Math.min(25000, 3000 * 2 ** failures++) * (1 + Math.random() / 2));
    }
    asking = false;
    later();
  }

  // Who has the stream hears of the turn there; who only listens asks if nobody tells.
  function later() {
    clearTimeout(timer);
    const next = shown.next;
    if (!next || !wanted()) return;
    const least = streams && shown.state !== "busy" && shown.turn ? 15000 : 0;
    const follows = sharing && then === "ask" && !leads;
    timer = setTimeout(ask, follows ? next + 15000 : Math.max(next, least));
  }

  function soon(ms) {
    clearTimeout(timer);
    timer = setTimeout(ask, Math.random() * ms);
  }

  // ---- one stream for all tabs of a browser ----

  function room(news) {
    const before = told;
    told = news;
    if (news.state === "busy") {
      fail(5000);
      return later();
    }
    if (shown.state === "busy") soon(news.spread + 500);
    else if (place.turn && news.called >= place.turn && shown.state === "waiting") soon(300);
    else if (SHARED.includes(place.state) && SHARED.includes(news.state)) {
      const { rate, stock, since, message } = news;
      const changed = place.state !== news.state;
      const estimate = changed ? undefined : place.estimate;
      const ahead = Math.min(place.ahead, Math.max(0, place.turn - news.called - 1) + (place.returned || 0));
      place = { ...place, state: news.state, rate, stock, since, message, estimate, ahead };
      show(place);
      if (changed) soon(news.spread + 500);
    } else if (before && before.state !== news.state) soon(news.spread + 500);
  }

  function open() {
    stream = new EventSource(calls + "/events?lang=" + lang);
    stream.onopen = () => (streams = true);
    stream.addEventListener("room", ({ data }) => {
      const news = JSON.parse(data);
      tabs.postMessage({ news });
      room(news);
    });
    stream.addEventListener("full", () => (streams = false));
    stream.onerror = () => {
      if (streams) soon(3000);
      streams = false;
      if (stream.readyState !== EventSource.CLOSED) return;
      clearTimeout(reopening); // the browser has given it up, after a 502 for example
      reopening = setTimeout(open, 3000 * (1 + Math.random()));
    };
  }

  function begin() {
    if (!sharing || then !== "ask" || free) return;
    const ended = new AbortController();
    free = () => ended.abort();
    const lead = () =>
      new Promise((release) => {
        if (ended.signal.aborted) return release();
        leads = true;
        ended.signal.addEventListener("abort", release);
        open();
        later();
      });
    navigator.locks.request(name, { signal: ended.signal }, lead).catch(() => {});
  }

  function rest() {
    clearTimeout(timer);
    clearTimeout(reopening);
    if (free) free();
    if (stream) stream.close();
    free = stream = undefined;
    leads = streams = false;
  }

  // A phone that slept has lost its stream without a word.
  function wake() {
    if (!wanted()) return rest();
    if (document.hidden) return;
    rest();
    begin();
    ask();
  }

  if (tabs)
    tabs.onmessage = ({ data }) => {
      if (!wanted()) return;
      if (data.news) room(data.news);
      else heard(data.place);
      later();
    };
  document.addEventListener("visibilitychange", wake);
  addEventListener("pageshow", (event) => event.persisted && wake());
  addEventListener("pagehide", rest);
  addEventListener("online", wake);
  setInterval(run, 1000);
  show(first);
  if (wanted()) begin();
  later();
})();
