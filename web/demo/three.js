// Shows beside each of three coaches what that one read.
"use strict";

for (const id of ["panel", "inline", "launcher"]) {
  const line = document.getElementById(`read-${id}`);
  const coach = document.getElementById(id);
  coach.addEventListener("oc-analysis", ({ detail }) => {
    line.textContent = detail.unclear ? "还不确定" : `教练读到：${detail.kind} ${detail.topics.filter((topic) => topic.asserted).map((topic) => topic.id).join("、")}`;
  });
  coach.addEventListener("oc-clear", () => {
    line.textContent = "还没有客户的话";
  });
}
