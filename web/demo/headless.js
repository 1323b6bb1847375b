// A page with an interface of its own around the engine: what the customer said, one
// sentence to say, and a second look at what the employee means to answer.
import { createCoach } from "../engine.js";

const kinds = {
  objection: "异议", complaint: "投诉", dispute: "对账与更正", "buying-signal": "购买意向", question: "询问", other: "闲谈",
};
const topics = {
  need: "需求", price: "价格", yield: "收益", risk: "风险", product: "产品", timing: "时间", staff: "人员", service: "服务",
  affordability: "支付能力", trust: "信任", competitor: "他行", authority: "决定权", information: "要资料", terms: "条件手续",
  privacy: "隐私打扰",
};
const decisions = { now: "现在答", later: "稍后答", before: "先说在前", skip: "不必答" };

const $ = (id) => document.getElementById(id);

let coach; // the engine, once it is there
const newest = new Map(); // by box, the number of its latest reading

$("again").addEventListener("click", start);
for (const [id, read] of [["said", readSaid], ["draft", readDraft]]) {
  const typed = (event) => {
    if (!event.isComposing) read();
  };
  $(id).addEventListener("input", typed);
  $(id).addEventListener("compositionend", () => read());
}
start();

async function start() {
  $("again").hidden = true;
  $("kind").textContent = "正在准备…";
  try {
    coach = await createCoach({ pack: "bank", locale: document.documentElement.lang });
  } catch (error) {
    coach = undefined;
    $("kind").textContent = `没能准备好（${error.code}），请重试。`;
    $("again").hidden = false;
    return;
  }
  $("kind").textContent = "";
  readSaid();
}

async function readSaid() {
  readDraft(); // which answers this
  const text = $("said").value.trim();
  const analysis = text ? await ask("said", () => coach.analyze(conversation(text))) : drop("said");
  if (analysis === null) return;
  $("advice").hidden = !analysis;
  $("kind").textContent = analysis ? summary(analysis) : "";
  if (!analysis) return;
  const { script, timing } = analysis;
  $("say").textContent = analysis.ask ?? script?.steps[script.now].say.replaceAll(/\{[^}]*\}/g, "＿＿") ?? "这种情形没有现成的话。";
  $("timing").textContent = timing ? `${decisions[timing.decision]}：${timing.reason}` : "先问这一句，再往下说。";
}

async function readDraft() {
  const draft = $("draft").value.trim();
  const said = $("said").value.trim();
  const review = draft ? await ask("draft", () => coach.review(draft, said ? conversation(said) : undefined)) : drop("draft");
  if (review === null) return;
  $("verdict").textContent = review ? review.next : "";
  $("findings").replaceChildren(...(review ? findings(review, draft) : []));
}

function conversation(text) {
  return { turns: [{ who: "customer", text }], context: { channel: "branch", product: "wealth" } };
}

// Asks the engine and shows how long it took. The answer is null where there is none,
// or where something newer stands in the box.
async function ask(box, question) {
  if (!coach) return null;
  const number = next(box);
  const begun = performance.now();
  try {
    const answer = await question();
    if (newest.get(box) !== number) return null;
    $("time").textContent = `${(performance.now() - begun).toFixed(1)} 毫秒`;
    return answer;
  } catch (error) {
    if (newest.get(box) === number) failed(error);
    return null;
  }
}

// Makes what the engine is still reading for a box void.
function drop(box) {
  next(box);
}

function next(box) {
  const number = (newest.get(box) ?? 0) + 1;
  newest.set(box, number);
  return number;
}

function failed(error) {
  $("kind").textContent = error.code === "input" ? "太长了，请分开写。" : `没有答上来（${error.code}）。`;
  if (error.code !== "stopped") return;
  coach = undefined;
  $("again").hidden = false;
}

function summary(analysis) {
  if (analysis.unclear) return "还不确定";
  const about = analysis.topics.filter((topic) => topic.asserted).map((topic) => topics[topic.id] ?? topic.id);
  return [kinds[analysis.kind] ?? analysis.kind, about.join("、"), analysis.escalate && "需要升级处理"].filter(Boolean).join(" · ");
}

function findings(review, draft) {
  const words = ({ start, end }) => `「${draft.slice(start, end)}」`;
  return [
    ...review.violations.map((found) => item(`${words(found)} ${found.rule}`, found.why, found.rewrite)),
    ...review.habits.map((found) => item(`${words(found)} ${found.title}`, found.why, found.better)),
  ];
}

function item(title, why, better) {
  const line = document.createElement("li");
  line.append(paragraph("strong", title), paragraph("span", why), paragraph("span", better && `可以说：${better}`));
  return line;
}

function paragraph(tag, text) {
  const p = document.createElement("p");
  p.appendChild(document.createElement(tag)).textContent = text;
  return p;
}
