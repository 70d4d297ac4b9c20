(() => {
  "use strict";
  const main = document.querySelector("main");
  const at = (name) => document.getElementById(name);
  const texts = ["headline", "lead", "ahead", "estimate", "updated", "left"];
  let state = main.dataset.state;
  let ahead = Number(main.dataset.ahead);
  let timer = 0;
  let told = 0;

  const show = (place) => {
    for (const name of texts) {
      const element = at(name);
      const value = place[name] || "";
      if (element.textContent !== value) element.textContent = value;
      if (element.tagName === "DD") element.parentNode.hidden = value === "";
    }
    for (const form of document.querySelectorAll("form[data-in]"))
      form.hidden = !form.dataset.in.split(" ").includes(place.state);
    announce(place);
    state = place.state;
    if (place.count >= 0) ahead = place.count;
    document.title = place.headline;
  };

  // One whole sentence, when something changed that matters, at most once a minute.
  const announce = (place) => {
    const last = ahead > 3 && place.count >= 0 && place.count <= 3;
    const half = ahead > 1 && place.count >= 0 && place.count <= ahead / 2;
    const changed = place.state !== state;
    if (!changed && !last && !(half && Date.now() - told > 60000)) return;
    told = Date.now();
    at("status").textContent = place.say;
  };

  const ask = async () => {
    clearTimeout(timer);
    let next = 10000;
    try {
      const reply = await fetch(main.dataset.place, { cache: "no-store", headers: { Accept: "application/json" } });
      if (!reply.ok) throw new Error(reply.status);
      const place = await reply.json();
      show(place);
      next = place.next;
    } catch {
      main.dataset.offline === undefined || show(JSON.parse(main.dataset.offline));
      next = 3000 + Math.random() * 4000;
    }
    clearTimeout(timer);
    if (!document.hidden && next > 0) timer = setTimeout(ask, next);
  };

  document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : ask()));
  addEventListener("pageshow", (event) => event.persisted && ask());
  addEventListener("online", ask);
  timer = setTimeout(ask, Number(main.dataset.next));
})();
