// The part of the fictional bank's page that talks with the coach: it takes
// over sentences the employee chose, and shows what the coach read.
"use strict";

(() => {
  const kinds = {
    objection: "异议", complaint: "投诉", dispute: "对账与更正", "buying-signal": "购买意向", question: "询问", other: "闲谈",
  };
  const topics = {
    need: "需求", price: "价格", yield: "收益", risk: "风险", product: "产品", timing: "时间", staff: "人员", service: "服务",
    affordability: "支付能力", trust: "信任", competitor: "他行", authority: "决定权", information: "要资料", terms: "条件手续",
    privacy: "隐私打扰",
  };

  const coach = document.getElementById("coach");
  const note = document.getElementById("crm-note");
  const said = document.getElementById("crm-said");
  const reading = document.getElementById("crm-reading");

  coach.slots = { "product.name": "稳健理财A款" };

  coach.addEventListener("oc-insert", ({ detail }) => {
    const gap = note.value && !note.value.endsWith("\n") ? "\n" : "";
    note.value += gap + detail.text;
    note.scrollTop = note.scrollHeight;
    said.textContent = "已插入沟通记录，可以接着改。";
  });

  coach.addEventListener("oc-analysis", ({ detail }) => {
    reading.textContent = summary(detail);
  });

  coach.addEventListener("oc-clear", () => {
    reading.textContent = "";
  });

  // A case the employee kept: the page may send it on to where the bank wants it.
  coach.addEventListener("oc-case", ({ detail }) => {
    const list = document.getElementById("crm-cases");
    const item = list.querySelector(`[data-id="${CSS.escape(detail.id)}"]`) ?? document.createElement("li");
    item.dataset.id = detail.id;
    item.textContent = [kinds[detail.kind] ?? "案例", (detail.topics ?? []).map((id) => topics[id] ?? id).join("、"), detail.note].filter(Boolean).join(" · ");
    list.querySelector(".quiet")?.remove();
    list.prepend(item);
  });

  // What is talked about, by one tap: the coach's scripts follow.
  const talks = [...document.querySelectorAll(".talk[data-product]")];
  for (const talk of talks) {
    talk.addEventListener("click", () => {
      for (const other of talks) other.ariaPressed = String(other === talk);
      coach.context = { product: talk.dataset.product, slots: { "product.name": talk.dataset.name } };
    });
  }

  document.getElementById("crm-next").addEventListener("click", async () => {
    await coach.newConversation();
    note.value = "";
    said.textContent = "教练已清空，可以接待下一位。";
  });

  note.addEventListener("input", () => {
    said.textContent = "";
  });

  document.getElementById("crm-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const text = note.value.trim();
    if (!text) {
      said.textContent = "还没有写内容。";
      note.focus();
      return;
    }
    document.getElementById("crm-history").prepend(entry(text));
    note.value = "";
    said.textContent = "已记入往来。";
  });

  function summary(analysis) {
    if (analysis.unclear) return "还不确定";
    const about = analysis.topics.filter((topic) => topic.asserted).map((topic) => topics[topic.id] ?? topic.id);
    const words = [kinds[analysis.kind] ?? analysis.kind, about.join("、")];
    if (analysis.escalate) words.push("需要升级处理");
    return words.filter(Boolean).join(" · ");
  }

  function entry(text) {
    const today = new Date();
    const time = document.createElement("time");
    time.dateTime = today.toLocaleDateString("sv"); // written as 2026-11-21
    time.textContent = `${today.getMonth() + 1}月${today.getDate()}日`;
    const words = document.createElement("p");
    words.textContent = text;
    const item = document.createElement("li");
    item.append(time, words);
    return item;
  }
})();
