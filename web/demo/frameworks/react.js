// A React page. React 19 sets the properties of custom elements and hears their events.
import { createElement as h, useState } from "react";
import { createRoot } from "react-dom/client";

function Page() {
  const [product, setProduct] = useState("稳健理财A款");
  const [note, setNote] = useState("");
  const [reading, setReading] = useState("还没有客户的话");
  return [
    h("section", { key: "card", className: "card" },
      h("h2", null, "陈女士"),
      h("p", null, h("label", { htmlFor: "product" }, "在谈的产品 "),
        h("select", { id: "product", value: product, onChange: (event) => setProduct(event.target.value) },
          ["稳健理财A款", "一年期整存整取", "信用卡"].map((name) => h("option", { key: name, value: name }, name)))),
      h("p", { className: "quiet", id: "reading" }, reading),
      h("label", { htmlFor: "note" }, "沟通记录"),
      h("textarea", { id: "note", value: note, onChange: (event) => setNote(event.target.value) })),
    h("div", { key: "stage", className: "stage" }, h("objection-coach", {
      mode: "panel", pack: "bank", locale: "zh-CN", channel: "branch", product,
      slots: { "product.name": product },
      "onoc-insert": ({ detail }) => setNote((before) => before + detail.text),
      "onoc-analysis": ({ detail }) => setReading(detail.unclear ? "还不确定" : detail.kind),
    })),
  ];
}

createRoot(document.getElementById("app")).render(h(Page));
