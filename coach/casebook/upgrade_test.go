package casebook

import (
	"embed"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

// Cases as each schema wrote them. The files are never to be changed: what lies on
// devices does not change either.
//
//go:embed testdata/schema-*.json
var frozen embed.FS

func TestUpgrade(t *testing.T) {
	for name, want := range map[string]Draft{
		"schema-1": {ID: "c-0001", Created: 1760000000000, Changed: 1760000000000, Turns: []Turn{{Customer, "收益太低了，不如放别家"}, {Staff, "您现在放在哪里？"}},
			Topics: []string{"yield"}, Kind: "objection", Nature: "genuine", Technique: "inquire", Causes: []string{"hearsay"}, Outcome: "lost",
			Note: "电话[手机尾8000]，下月到期", FollowUp: day(2025, 11, 20)},
		"schema-1-bare": {ID: "c-0002", Created: 1760000000000, Changed: 1760000000000, Outcome: "open"},
		"schema-2": {ID: "c-0003", Created: 1760000000000, Changed: 1763600000000, Turns: []Turn{{Customer, "排队排了一上午"}}, Topics: []string{"service", "staff"},
			Kind: "complaint", Emotion: "angry", Technique: "own-up", Script: "service-wait", Causes: []string{"poor-manners"}, Outcome: "settled", Servqual: "responsiveness",
			Channel: "branch", Product: "deposit", Segment: "senior", Note: "已道歉", FollowUp: day(2025, 11, 18), FollowedUp: day(2025, 11, 20)},
		"schema-2-pending": {ID: "c-0004", Created: 1760000000000, Changed: 1763600000000, Topics: []string{"price"}, Outcome: "open", FollowUp: day(2025, 12, 1)},
		"schema-3": {ID: "c-0005", Created: 1790000000000, Changed: 1790000000001, Turns: []Turn{{Customer, "再考虑考虑"}}, Topics: []string{"timing"}, Kind: "objection",
			Nature: "unclear", Emotion: "calm", Technique: "inquire", Script: "bank/think-it-over", Causes: []string{"pretext"}, Outcome: "open", Servqual: "empathy",
			Channel: "phone", Product: "稳健理财A款", Segment: "payroll", Note: "约周五", FollowUp: day(2026, 11, 27), FollowedUp: day(2026, 11, 28), Promise: "周五回电",
			Clocks: []Clock{{"answer", "书面答复", day(2026, 12, 1), day(2026, 11, 30)}},
			Walk:   json.RawMessage(`{"procedure":"bank-complaint","steps":[{"day":"2026-11-20","state":"thank"}]}`)},
	} {
		raw, err := frozen.ReadFile("testdata/" + name + ".json")
		require.NoError(t, err)
		c, err := Upgrade(raw)
		require.NoError(t, err, name)
		require.Equal(t, want, c.Draft(), name)
		written, err := json.Marshal(c)
		require.NoError(t, err)
		again, err := Upgrade(written)
		require.NoError(t, err)
		require.Equal(t, c, again, "%s, written anew", name)
		if name == "schema-3" {
			require.JSONEq(t, string(raw), string(written), "this schema is the one that is written")
		}
	}
	entries, err := frozen.ReadDir("testdata")
	require.NoError(t, err)
	require.Len(t, entries, 5, "each sample is tested")
}

func TestUpgradeRefuses(t *testing.T) {
	for raw, want := range map[string]string{
		``:                    "unexpected end of JSON input",
		`[]`:                  "a case cannot be of the JSON type array",
		`{"schema":3,"id":1}`: `"id" cannot be of the JSON type number`,
		`{}`:                  errSchema.Error(),
		`{"schema":-1}`:       errSchema.Error(),
		`{"schema":3,"id":"x","created":1795320000000,"schema":9}`: "the case has schema 9 and this program knows up to 3: update the program",
		`{"schema":3}`: "id: this must not be empty; created: this must not be empty",
		`{"schema":3,"id":"x","created":1795320000000,"new":1}`:                             `json: unknown field "new"`,
		`{"schema":1,"id":"x","at":1795320000000,"servqual":""}`:                            `json: unknown field "servqual"`,
		`{"schema":3,"id":"x","created":1795320000000,"followUp":"0000-1-1"}`:               "there is no such day: a day is written 2026-11-22, from 0001-01-01 to 9999-12-31",
		`{"schema":2,"id":"x","created":1,"changed":1,"followUp":"2026-11-22","done":true}`: "created: the time must lie in the years from 1992 to 2199",
	} {
		_, err := Upgrade([]byte(raw))
		require.EqualError(t, err, want)
	}
	_, err := Upgrade([]byte(`{"schema":4,"id":"x","created":1795320000000,"mood":"blue"}`))
	var newer *NewerError
	require.ErrorAs(t, err, &newer)
	require.Equal(t, 4, newer.Schema)
	require.EqualError(t, err, "the case has schema 4 and this program knows up to 3: update the program")
}
