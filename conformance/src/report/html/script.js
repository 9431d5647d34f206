"use strict";
(() => {
  const form = document.getElementById("filter");
  if (!form) return;
  const fields = { p: "peer", a: "area", s: "status", r: "rule" };
  const chosen = (id) => document.getElementById(id)?.value ?? "";
  const count = document.getElementById("count");
  const vectors = [...document.querySelectorAll(".v")];
  const sections = [...document.querySelectorAll("section")].filter((each) => each.querySelector(".v"));
  const texts = new Map();
  const text = (vector) => {
    if (!texts.has(vector)) texts.set(vector, vector.textContent.toLowerCase());
    return texts.get(vector);
  };
  const show = () => {
    const wanted = Object.entries(fields).map(([key, id]) => [key, chosen(id)]).filter(([, value]) => value);
    const words = chosen("text").toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const vector of vectors) {
      const fits =
        wanted.every(([key, value]) =>
          key === "r" ? vector.dataset.r.split(" ").includes(value) : vector.dataset[key] === value) &&
        words.every((word) => text(vector).includes(word));
      vector.hidden = !fits;
      shown += fits;
    }
    for (const section of sections) section.hidden = !section.querySelector(".v:not([hidden])");
    count.textContent = `${shown} of ${vectors.length} vectors`;
  };
  let waiting;
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(show, 80); });
  form.addEventListener("reset", () => setTimeout(show));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  show();
})();
