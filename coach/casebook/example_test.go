package casebook_test

import (
	"fmt"
	"strings"

	"objectioncoach/coach/casebook"
)

func Example() {
	c, err := casebook.New(casebook.Draft{
		ID: "c-1", Created: 1795320000000, Kind: "objection", Topics: []string{"yield"}, Outcome: "open",
		Turns: []casebook.Turn{{Who: casebook.Customer, Text: "理财收益太低，打我13800138000再说"}},
	})
	if err != nil {
		panic(err)
	}
	var book casebook.Book
	if err := book.Add(c); err != nil {
		panic(err)
	}
	fmt.Println(book.Query(casebook.Query{Text: "lcsy"}).IDs, c.Draft().Turns[0].Text)
	// Output: [c-1] 理财收益太低，打我[手机尾8000]再说
}

func ExampleImport() {
	file := "编号,创建时间,话题,跟进日期\nc-1,2026-11-22 09:30,嫌贵,2026-11-29\nc-2,2026-11-22 10:00,收益低,下周\n"
	imported := casebook.Import(strings.NewReader(file), casebook.Importing{})
	fmt.Println(len(imported.Cases), imported.Problems)
	// Output: 0 [{3 跟进日期 “下周”不是日期：写成 2026-11-22}]
}
