// A Vue page: render functions, because a strict policy forbids compiling templates.
import { createApp, h, ref } from "vue";

createApp({
  setup() {
    const product = ref("稳健理财A款");
    const note = ref("");
    const reading = ref("还没有客户的话");
    return () => [
      h("section", { class: "card" }, [
        h("h2", "陈女士"),
        h("p", [h("label", { for: "product" }, "在谈的产品 "), h("select", { id: "product", value: product.value, onChange: (event) => (product.value = event.target.value) },
          ["稳健理财A款", "一年期整存整取", "信用卡"].map((name) => h("option", { value: name }, name)))]),
        h("p", { class: "quiet", id: "reading" }, reading.value),
        h("label", { for: "note" }, "沟通记录"),
        h("textarea", { id: "note", value: note.value, onInput: (event) => (note.value = event.target.value) }),
      ]),
      h("div", { class: "stage" }, h("objection-coach", {
        mode: "panel", pack: "bank", locale: "zh-CN", channel: "branch", product: product.value,
        ".slots": { "product.name": product.value },
        "onOc-insert": ({ detail }) => (note.value += detail.text),
        "onOc-analysis": ({ detail }) => (reading.value = detail.unclear ? "还不确定" : detail.kind),
      })),
    ];
  },
}).mount("#app");
