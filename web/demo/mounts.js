// Mounts a coach and destroys it, thirty times, and counts before and after.
"use strict";

(() => {
  const rounds = 30;
  const by = (id) => document.getElementById(id);

  function count(when) {
    by(`nodes-${when}`).textContent = document.querySelectorAll("*").length;
    by(`frames-${when}`).textContent = document.querySelectorAll("iframe").length;
    by(`globals-${when}`).textContent = Object.getOwnPropertyNames(globalThis).length;
  }

  async function once() {
    const coach = ObjectionCoach.mount("#place", { mode: "panel", pack: "bank", locale: "zh-CN", channel: "branch" });
    const answer = coach.analyze("这个手续费太高了").catch((failure) => failure.code);
    await new Promise((done) => setTimeout(done, 50));
    await coach.destroy();
    return answer;
  }

  by("run").addEventListener("click", async () => {
    by("run").disabled = true;
    count("before");
    for (let round = 1; round <= rounds; round++) {
      by("state").textContent = `第 ${round} 次，共 ${rounds} 次`;
      await once();
    }
    count("after");
    by("state").textContent = "做完了";
    by("run").disabled = false;
  });
})();
