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
