package main

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/maxence-charriere/go-app/v9/pkg/app"
	"github.com/stretchr/testify/require"

	"objectioncoach/app/store"
	"objectioncoach/coach/calendar"
	"objectioncoach/coach/casebook"
	"objectioncoach/coach/mask"
)

// pretended is a store in memory that can fail.
type pretended struct {
	cases    map[string]casebook.Case
	fails    error
	settings store.Settings
	secret   string // the passphrase; "" for none
	closed   bool   // it has not been given
}

func (p *pretended) Locked() bool    { return p.closed }
func (p *pretended) Protected() bool { return p.secret != "" }

func (p *pretended) Unlock(passphrase string) error {
	if passphrase != p.secret {
		return &store.Failure{Why: store.Wrong}
	}
	p.closed = false
	return nil
}

func (p *pretended) SetPassphrase(now, next string) error {
	if now != p.secret {
		return &store.Failure{Why: store.Wrong}
	}
	p.secret = next
	return p.fails
}

func (p *pretended) Load(_ int, take func(store.Slice) bool) error {
	slice := store.Slice{Total: len(p.cases)}
	for _, c := range p.cases {
		slice.Cases = append(slice.Cases, c)
	}
	take(slice)
	return p.fails
}

func (p *pretended) Read(ids []string) (store.Slice, error) {
	var slice store.Slice
	for _, id := range ids {
		if c, ok := p.cases[id]; ok {
			slice.Cases = append(slice.Cases, c)
		} else {
			slice.Gone = append(slice.Gone, id)
		}
	}
	return slice, p.fails
}

func (p *pretended) Write(changes []store.Change) error {
	for _, change := range changes {
		if p.fails != nil && !change.Over {
			return p.fails
		}
	}
	for _, change := range changes {
		if delete(p.cases, change.ID); change.Case != nil {
			p.cases[change.ID] = *change.Case
		}
	}
	return nil
}

func (p *pretended) WriteMany(changes []store.Change, on func(int) bool) error {
	for done := range changes {
		if !on(done) {
			return &store.Failure{Why: store.Stopped}
		}
	}
	return p.Write(changes)
}

func (p *pretended) Tidy() error              { return nil }
func (p *pretended) Clear() error             { p.cases = map[string]casebook.Case{}; return nil }
func (p *pretended) Settings() store.Settings { return p.settings }
func (p *pretended) SetSettings(s store.Settings) error {
	p.settings = s
	return p.fails
}
func (p *pretended) Watch(func(store.News)) {}
func (p *pretended) Persist() bool          { return true }
func (p *pretended) Close()                 {}

// filled gives a desk on the casebook with a store that has some cases.
func filled(t *testing.T, notes ...string) (*desk, *pretended) {
	t.Helper()
	p := &pretended{cases: map[string]casebook.Case{}}
	d := &desk{locale: "zh-CN", place: cases}
	d.keeping.shelf = p
	for i, note := range notes {
		_, err := d.keep(casebook.Draft{ID: newID(int64(i)), Created: time.Now().UnixMilli() + int64(i), Note: note, Topics: []string{"price"}, Kind: "objection"})
		require.NoError(t, err)
	}
	require.Len(t, p.cases, len(notes))
	return d, p
}

// html renders the desk as text.
func html(t *testing.T, d *desk) string {
	t.Helper()
	tester := app.NewClientTester(d)
	defer tester.Close()
	tester.Consume()
	var b strings.Builder
	app.PrintHTML(&b, d)
	return b.String()
}

func TestCaseIsShownAsItWillBeWritten(t *testing.T) {
	d, p := filled(t)
	d.begin(casebook.Draft{Turns: []casebook.Turn{{Who: casebook.Customer, Text: "利息低，我手机13800138000"}}, Product: "wealth"})
	d.press("topics", "yield")
	d.press("causes", "hearsay")
	d.press("causes", "jargon")
	d.press("causes", "hearsay")
	d.enter("note", "回电13800138000")
	page := html(t, d)
	for _, want := range []string{"将写下的样子", "收益低", "行话太多", "[手机尾8000]"} {
		require.Contains(t, page, want)
	}
	require.NotContains(t, page, "13800138000")

	d.enter("note", strings.Repeat("长", casebook.MaxText+1))
	require.Contains(t, html(t, d), "备注 有 4001 个字，最多 4000 个")
	d.enter("note", "")
	d.saveCase()
	require.Len(t, p.cases, 1)
	require.Contains(t, html(t, d), "已存在这台设备上")
	require.Contains(t, html(t, d), "利息低")
}

func TestDeletedCaseComesBack(t *testing.T) {
	d, p := filled(t, "一", "二")
	d.edit(mustGet(d, d.filing.found.IDs[0]))
	d.removeCase()
	require.Len(t, p.cases, 1)
	require.Contains(t, html(t, d), "oc-case-undo")
	d.undo()
	require.Len(t, p.cases, 2)
	require.Equal(t, 2, d.filing.found.Total)
}

func mustGet(d *desk, id string) casebook.Draft {
	c, _ := d.book.Get(id)
	return c.Draft()
}

func TestListShowsAPageAtMost(t *testing.T) {
	d, _ := filled(t, slices.Repeat([]string{"太贵"}, shownRows+7)...)
	page := html(t, d)
	require.Equal(t, shownRows, strings.Count(page, `class="oc-row"`))
	require.Contains(t, page, "第 1–50 个，共 57 个")
	d.filing.query.Skip = shownRows
	d.find()
	require.Equal(t, 7, strings.Count(html(t, d), `class="oc-row"`))
	d.filter("topics", "risk")
	require.Contains(t, html(t, d), "没有找到")
	d.filter("topics", "price")
	require.Equal(t, 57, d.filing.found.Total)
}

func TestDueIsOnTop(t *testing.T) {
	d, _ := filled(t)
	today := d.today()
	for i, day := range []calendar.Day{today - 1, today, today + 1} {
		_, err := d.keep(casebook.Draft{ID: newID(int64(i)), Created: time.Now().UnixMilli(), FollowUp: day, Topics: []string{"price"}})
		require.NoError(t, err)
	}
	page := html(t, d)
	require.Contains(t, page, "已逾期")
	require.Contains(t, page, "今天到期")
	require.Equal(t, 2, strings.Count(page, "oc-due-item"))
	d.filter("due", "overdue")
	require.Equal(t, 1, d.filing.found.Total)
}

func TestWhatCannotBeWrittenStaysAndIsTold(t *testing.T) {
	for why, said := range map[store.Why]string{store.Full: "存储空间满了", store.Denied: "浏览器不让", store.Broken: "存储出了问题", store.Outdated: "请刷新"} {
		d, p := filled(t, "早先的")
		p.fails = &store.Failure{Why: why}
		d.begin(casebook.Draft{Note: "写不进的"})
		d.saveCase()
		require.Len(t, p.cases, 1)
		page := html(t, d)
		require.Contains(t, page, said)
		require.Contains(t, page, "1 个案例没能写进这台设备")
		require.Contains(t, page, "写不进的")
		require.Equal(t, 2, d.book.Len())

		p.fails = nil
		d.writeAgain(false)
		require.Len(t, p.cases, 2)
		require.NotContains(t, html(t, d), "没能写进")
	}
}

func TestOfTwoStatesOneIsChosen(t *testing.T) {
	for _, mine := range []bool{true, false} {
		d, p := filled(t, "原来的")
		id := d.filing.found.IDs[0]
		theirs := mustGet(d, id)
		theirs.Note = "那边的"
		c, err := casebook.New(theirs)
		require.NoError(t, err)
		d.edit(mustGet(d, id))
		d.enter("note", "这里的")
		p.cases[id] = c
		d.hearNews(store.News{IDs: []string{id}})
		require.Equal(t, "原来的", mustGet(d, id).Note, "what is being written is held")
		p.fails = &store.Failure{Why: store.Changed, IDs: []string{id}}
		d.saveCase()
		require.Contains(t, html(t, d), "oc-conflict")
		if mine {
			d.writeAgain(true)
			require.Equal(t, "这里的", p.cases[id].Draft().Note)
		} else {
			p.fails = nil
			d.takeTheirs()
			require.Equal(t, "那边的", mustGet(d, id).Note)
		}
		require.NotContains(t, html(t, d), "oc-conflict")
	}
}

func TestImportIsWholeOrNothing(t *testing.T) {
	d, p := filled(t, "早先的")
	file := []byte("id,created,note\nx1,2026-11-01,甲\nx2,2026-11-02,乙\n")
	choose := func(file []byte) {
		d.filing.imported = &importing{}
		d.importFile(d.filing.imported, file)
	}
	p.fails = &store.Failure{Why: store.Full}
	choose(file)
	require.Equal(t, 1, d.book.Len())
	require.Contains(t, html(t, d), "存储空间满了")
	p.fails = nil
	choose(file)
	require.Len(t, p.cases, 3)
	require.Contains(t, html(t, d), "新增 2，更新 0，未变 0，重复未收 0")
	d.filing.imported = nil
	d.undo()
	require.Len(t, p.cases, 1)

	choose([]byte("id,created,outcome\nx1,0000-01-01,飞了\n"))
	require.Len(t, p.cases, 1)
	page := html(t, d)
	require.Contains(t, page, "一行也没有导入")
	require.Contains(t, page, "1 行里有 1 行有问题")
}

// TestFullBookIsSaid: a book with as many cases as it can hold takes no more, and says so.
func TestFullBookIsSaid(t *testing.T) {
	d, p := filled(t)
	cases := make([]casebook.Case, casebook.MaxCases)
	for i := range cases {
		var err error
		cases[i], err = casebook.New(casebook.Draft{ID: "k" + strconv.Itoa(i), Created: 1_763_000_000_000})
		require.NoError(t, err)
	}
	require.NoError(t, d.book.Take(cases))
	d.filing.imported = &importing{}
	d.importFile(d.filing.imported, []byte("id,created,note\nx1,2026-11-01,甲\n"))
	require.Contains(t, html(t, d), "一行也没有导入。案例最多 200000 个")
	require.Empty(t, p.cases)
	d.begin(casebook.Draft{Note: "再来一个"})
	d.saveCase()
	require.Contains(t, d.status, "案例最多 200000 个")
	require.NotNil(t, d.filing.draft, "what was written stays")
	require.Equal(t, d.status, d.reason(casebook.ErrFull))
}

// TestEveryCaseHasAName: a list has something to tap for each.
func TestEveryCaseHasAName(t *testing.T) {
	d := ready(t)
	w := &chinese
	for want, draft := range map[string]casebook.Draft{
		"太贵":        {Turns: []casebook.Turn{{Who: casebook.Customer, Text: "太贵"}}, Note: "备注"},
		"备注":        {Note: "备注", Promise: "周五回电"},
		"周五回电":      {Promise: "周五回电", Walk: []byte(`{"procedure":"bank-complaint"}`)},
		"银行投诉：多扣三百": {Walk: []byte(`{"procedure":"bank-complaint","steps":[{"records":{"matter":"多扣三百"}}]}`)},
		"gone":      {Walk: []byte(`{"procedure":"gone"}`)},
		"嫌贵 · 理财":   {Topics: []string{"price"}, Product: "wealth", Walk: []byte(`[]`)},
		"（没有写内容）":   {},
	} {
		require.Equal(t, want, d.gist(w, &draft))
	}
}

func TestLockedCasesAreNotShown(t *testing.T) {
	d, p := filled(t, "密存")
	p.secret, p.closed = "correct horse", true
	for _, place := range []string{cases, insight} {
		d.place = place
		page := html(t, d)
		require.Contains(t, page, "案例已加密")
		require.NotContains(t, page, "密存")
	}
	d.unlock("wrong horse", func(ok bool) { require.False(t, ok) })
	require.Contains(t, html(t, d), "口令不对")
	d.place = cases
	d.unlock("correct horse", func(ok bool) { require.True(t, ok) })
	require.Contains(t, html(t, d), "密存")
}

// TestLockEndsAnImport: nobody is there to see it go on, and whoever comes back is told.
func TestLockEndsAnImport(t *testing.T) {
	d, p := filled(t, "一")
	p.secret = "correct horse"
	running := &importing{}
	d.filing.imported = running
	d.lock()
	require.Zero(t, d.book.Len())
	d.importFile(running, []byte("id,created,note\nx1,2026-11-01,甲\n"))
	require.NotContains(t, p.cases, "x1")
	require.Zero(t, d.book.Len())
	require.Contains(t, html(t, d), "已停止，一行也没有导入")
}

func TestPassphraseIsWrittenTwice(t *testing.T) {
	d, p := filled(t, "一")
	for _, c := range []struct{ next, again, said string }{
		{"correct horse", "correct", "两次写的不一样"}, {"short", "short", "至少 8 个字"},
	} {
		d.setPassphrase("", c.next, c.again, false)
		require.Equal(t, c.said, strings.TrimPrefix(d.filing.guard, "口令"))
		require.Empty(t, p.secret)
	}
	d.setPassphrase("", "correct horse", "correct horse", false)
	require.Equal(t, "correct horse", p.secret)
	d.setPassphrase("another", "", "", true)
	require.Equal(t, "口令不对。", d.filing.guard)
	d.setPassphrase("correct horse", "", "", true)
	require.Empty(t, p.secret)
}

func TestNextCustomerFindsNoForm(t *testing.T) {
	d, _ := filled(t, "一")
	d.begin(casebook.Draft{Note: "前一位客户的话"})
	d.filing.query.Text = "前一位"
	d.clearCustomer()
	require.NotContains(t, html(t, d), "前一位")
	require.Empty(t, d.filing.query.Text)
}

func TestExpiredAreProposedNotDeleted(t *testing.T) {
	d, p := filled(t)
	old := time.Now().AddDate(0, 0, -100).UnixMilli()
	for _, c := range []casebook.Draft{
		{ID: "over", Created: old, Outcome: "lost"}, {ID: "open", Created: old}, {ID: "young", Created: time.Now().UnixMilli(), Outcome: "won"},
		{ID: "due", Created: old, Outcome: "won", FollowUp: d.today()},
	} {
		_, err := d.keep(c)
		require.NoError(t, err)
	}
	require.Empty(t, d.expired(), "without a period nothing expires")
	p.settings.Retention = 90
	d.bookChanged()
	require.Equal(t, []string{"over"}, d.expired())
	require.Contains(t, html(t, d), "1 个了结的案例超过保存期限")
	require.Len(t, p.cases, 4)
	require.NotContains(t, html(t, d), "oc-expired-drop", "not before they are exported")
	d.filing.expiring = true
	require.Contains(t, html(t, d), "oc-expired-drop")
	d.dropExpired()
	require.Len(t, p.cases, 3)
	require.Contains(t, html(t, d), "已删除 1 个")
}

func TestInsightDrawsAndProposesScripts(t *testing.T) {
	d, _ := filled(t, "一", "二", "三")
	d.place = insight
	page := html(t, d)
	require.Contains(t, page, "3 个")
	require.Contains(t, page, `id="oc-chart-topics"`)
	require.Contains(t, page, "<rect")
	require.Contains(t, page, `data-stub="price"`)
	d.locale = "en"
	require.Contains(t, html(t, d), "Topics over time")
}

func TestIDsSortByTimeAndLookLikeNobodys(t *testing.T) {
	var ids []string
	for _, now := range []int64{0, 1, 25, 26, 1_795_320_000_000, 1_795_320_000_001, 7_258_089_600_000} {
		id := newID(now)
		require.Equal(t, id, mask.Apply(id))
		ids = append(ids, id)
	}
	require.True(t, slices.IsSorted(ids))
	require.NotEqual(t, newID(1), newID(1))
}

func TestDaysAsPeopleWriteThem(t *testing.T) {
	day := func(y, m, d int) calendar.Day {
		day, err := calendar.NewDay(y, m, d)
		require.NoError(t, err)
		return day
	}
	today := day(2026, 11, 22)
	for _, c := range []struct {
		day  calendar.Day
		lang string
		want string
	}{
		{day(2026, 11, 21), "zh-CN", "11月21日（周六）"}, {day(2025, 1, 5), "zh-CN", "2025年1月5日（周日）"},
		{day(2026, 11, 21), "en", "Sat 21 Nov"}, {day(2027, 3, 1), "en", "Mon 1 Mar 2027"}, {0, "en", ""},
	} {
		require.Equal(t, c.want, dayText(c.day, today, c.lang))
	}
}

func TestEveryTextOfTheDeskIsInBothLanguages(t *testing.T) {
	for _, w := range []any{chineseCases, englishCases, chineseInsight, englishInsight} {
		v := reflect.ValueOf(w)
		for i := range v.NumField() {
			require.False(t, v.Field(i).IsZero(), "%s", v.Type().Field(i).Name)
		}
	}
	for why, said := range chineseCases.whys {
		require.NotEmpty(t, said)
		require.NotEmpty(t, englishCases.whys[why])
	}
	require.Equal(t, chineseCases.whys[store.Broken], chineseCases.why("unknown"))
}

func TestUnreadableRecordsAsLines(t *testing.T) {
	require.Equal(t, "a\tthe stored case is damaged\tx\uFFFD\n", string(spoiltFile([]store.Spoilt{{ID: "a", Raw: []byte("x\xff"), Err: casebook.ErrSpoilt}})))
}

func TestDraftOfAScriptIsYAML(t *testing.T) {
	for _, w := range []*words{&chinese, &english} {
		var made struct {
			Scripts []struct {
				ID    string
				For   map[string][]string
				Steps []struct{ Step, Say string }
			}
		}
		require.NoError(t, yaml.Unmarshal([]byte(stub("price", w)), &made))
		require.Len(t, made.Scripts, 1)
		require.Equal(t, map[string][]string{"kind": {"objection"}, "topic": {"price"}}, made.Scripts[0].For)
		require.Len(t, made.Scripts[0].Steps, 4)
	}
}
