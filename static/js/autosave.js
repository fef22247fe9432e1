/* Tự lưu nháp lên Cổng: <form data-autosave data-draft="…"> có ô ẩn version và tab, một chỗ [data-saved] để báo.
   Giờ "Đã lưu lúc" là giờ của máy chủ. Mất mạng, hết phiên, kỳ đã đóng: chữ vẫn nằm trong bản giữ của drafts.js. */
(function () {
  "use strict";
  const form = document.querySelector("form[data-autosave]");
  const drafts = window.rlDrafts;
  if (!form || !drafts || !window.fetch) return;
  const bar = form.querySelector(".rl-savebar"), place = form.querySelector("[data-saved]");
  const AFTER_TYPING = 1200, AFTER_TICK = 150, AGAIN = 10000, PATIENCE = 15000;
  const tab = Array.from(window.crypto.getRandomValues(new Uint8Array(12)), (n) => n.toString(16).padStart(2, "0")).join("");
  form.elements.tab.value = form.dataset.tab = tab;
  /* Những bản mà trang này đã thấy hoặc đã gửi: gặp lại ở Cổng thì không phải của ai khác. */
  const known = new Set([JSON.stringify(drafts.read(form))]);
  let timer = 0, isSending = false, isChanged = false, isStopped = false;

  function say(text, tone, ...more) {
    place.textContent = text;
    bar.className = "rl-savebar" + (tone ? " is-" + tone : "");
    more.forEach((piece) => place.append(" ", piece));
  }
  function link(text, url) {
    const made = document.createElement("a");
    made.href = url;
    made.textContent = text;
    return made;
  }
  function button(text, press) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn btn-outline-primary btn-sm me-2";
    made.textContent = text;
    made.addEventListener("click", press);
    return made;
  }
  function later(wait) {
    window.clearTimeout(timer);
    timer = window.setTimeout(send, wait);
  }
  const kept = drafts.canLock
    ? "Chữ vẫn giữ trên máy này"
    : "Chữ còn ở thẻ này; máy không mã hóa được nên đừng đóng thẻ";

  async function send() {
    if (isSending || isStopped || !isChanged) return;
    isSending = true;
    isChanged = false;
    const body = new FormData(form);
    known.add(JSON.stringify(drafts.read(form)));
    Array.from(body.keys()).filter((name) => body.get(name) instanceof File).forEach((name) => body.delete(name));
    body.set("act", "autosave");
    say("Đang lưu…");
    try {
      const answer = await window.fetch(window.location.pathname, {
        method: "POST", body, redirect: "manual", headers: { Accept: "application/json" },
        signal: AbortSignal.timeout ? AbortSignal.timeout(PATIENCE) : undefined,
      });
      await heard(answer);
    } catch {
      isChanged = true;
      say("Mất mạng. " + kept + "; sẽ lưu khi có mạng lại.", "wait");
      later(AGAIN);
    }
    isSending = false;
    if (isChanged && !isStopped && !bar.classList.contains("is-wait")) later(AFTER_TICK);
  }

  async function heard(answer) {
    if (answer.type === "opaqueredirect" || answer.status === 403 || answer.status === 404) {
      isStopped = true;
      say("Phiên làm việc đã hết. " + kept + ".", "wait", link("Đăng nhập lại để lưu", form.dataset.signInUrl));
      return;
    }
    if (answer.status >= 500 || answer.status === 429) throw new Error("not now");
    const told = await answer.json();
    if (answer.ok) {
      form.elements.version.value = told.version;
      say(told.saved);
      if (!isChanged) drafts.drop(form);
    } else if (answer.status === 422) {
      say("Chưa lưu: " + told.errors.join(" ") + " " + kept + ".", "wait");
    } else if (told.kind === "newer") {
      await overtaken();
    } else {
      isStopped = true;
      const way = told.kind === "over"
        ? button("Xem, chép, in chữ đã viết", () => form.requestSubmit(form.querySelector("[type=submit]")))
        : link("Mở bản đã nộp", window.location.pathname);
      say(told.message, "bad", way);
    }
  }

  /* Bản ở Cổng mới hơn: nếu bước này ở đó là chữ trang này đã biết thì ghi tiếp, không thì đặt hai bản cạnh nhau. */
  async function overtaken() {
    const answer = await window.fetch(window.location.pathname, { signal: AbortSignal.timeout ? AbortSignal.timeout(PATIENCE) : undefined });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("form[data-autosave]");
    if (!fresh) { window.location.reload(); return; }
    const there = drafts.read(fresh), version = fresh.elements.version.value;
    if (known.has(JSON.stringify(there))) {
      form.elements.version.value = version;
      isChanged = true;
      return;
    }
    isStopped = true;
    compare("Bước này vừa được lưu ở nơi khác, chữ ở đó khác chữ ở trang này.", drafts.read(form), there, version);
  }

  function labelOf(name, value) {
    const field = Array.from(form.elements).find((one) => one.name === name && (!Array.isArray(value) || one.value === value[0]));
    const words = field && field.labels && field.labels[0] ? field.labels[0].textContent : name;
    return words.trim().replace(/\s+/g, " ").slice(0, 160);
  }
  const shown = (value) => Array.isArray(value) ? (value[1] ? "đã chọn" : "không chọn") : value || "(để trống)";
  const keyOf = ([name, , value]) => name + "=" + (Array.isArray(value) ? value[0] : "");
  function compare(words, mine, there, version) {
    const stored = new Map(there.map((field) => [keyOf(field), field[2]]));
    const list = document.createElement("dl");
    list.className = "rl-twotexts";
    mine.filter((field) => shown(field[2]) !== shown(stored.get(keyOf(field)) ?? "")).forEach((field) => {
      const name = document.createElement("dt"), here = document.createElement("dd"), other = document.createElement("dd");
      name.textContent = labelOf(field[0], field[2]);
      here.textContent = "Ở trang này: " + shown(field[2]);
      other.textContent = "Ở Cổng: " + shown(stored.get(keyOf(field)) ?? "");
      list.append(name, here, other);
    });
    const settle = (fields) => {
      note.remove();
      drafts.write(form, fields);
      form.elements.version.value = version;
      isStopped = false;
    };
    const note = document.createElement("div"), text = document.createElement("p"), box = document.createElement("div");
    note.className = "rl-note is-wait d-block";
    note.setAttribute("role", "alert");
    text.textContent = words;
    box.className = "mt-2";
    box.append(
      button("Giữ chữ ở trang này", () => { settle(mine); isChanged = true; drafts.keep(form); later(0); }),
      button("Lấy chữ ở Cổng", () => { settle(there); isChanged = false; drafts.drop(form); say("Đã lấy bản ở Cổng."); }));
    note.append(text, list, box);
    bar.after(note);
    say("Chưa lưu: chọn giữ bản nào.", "wait");
  }

  form.addEventListener("input", () => { isChanged = true; later(AFTER_TYPING); });
  form.addEventListener("change", () => { isChanged = true; later(AFTER_TICK); });
  window.addEventListener("online", () => later(0));
  form.addEventListener("draft:restored", () => {
    known.add(JSON.stringify(drafts.read(form)));
    isChanged = true;
    say("Đang lưu chữ vừa lấy lại…");
    later(AFTER_TICK);
  });
  form.addEventListener("draft:undone", () => { isChanged = true; later(AFTER_TICK); });
  form.addEventListener("draft:found", (event) => {
    const found = event.detail.kept, version = form.elements.version.value;
    if (found.version === version || found.tab === form.dataset.savedTab) return;
    event.preventDefault();
    isStopped = true;
    compare("Chữ viết dở trên máy này cũ hơn bản ở Cổng.", found.fields, event.detail.before, version);
  });
  form.addEventListener("submit", (event) => {
    if (!navigator.onLine) {
      event.preventDefault();
      isChanged = true;
      say("Mất mạng. " + kept + "; sẽ lưu khi có mạng lại.", "wait");
      return;
    }
    isStopped = true;
    window.clearTimeout(timer);
  });
})();
