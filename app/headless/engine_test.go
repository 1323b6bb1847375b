//go:build js

package main

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach"
	"objectioncoach/coach/packs"
)

// opened gives an engine with the bank's knowledge, in a locale and with its rulebook.
func opened(t *testing.T, locale string) *engine {
	t.Helper()
	p, err := packs.Open("bank")
	require.NoError(t, err)
	c, err := coach.New(p)
	require.NoError(t, err)
	return &engine{coach: c, locale: locale}
}

// told runs a call as JavaScript does, and reads its answer.
func told(t *testing.T, f func() answer) (a struct {
	Detail        json.RawMessage
	Code, Message string
}) {
	t.Helper()
	require.NoError(t, json.Unmarshal([]byte(safely(f)), &a))
	return a
}

func TestRequests(t *testing.T) {
	e := opened(t, "zh-CN")
	for _, c := range []struct {
		name     string
		call     func(string) answer
		request  string
		code     string
		contains string // in the message, or else in the answer
	}{
		{"a text", e.analyze, `{"conversation":"太贵了"}`, "", `"id":"price"`},
		{"turns", e.analyze, `{"conversation":{"turns":[{"who":"customer","text":"太贵了"}]}}`, "", `"id":"price"`},
		{"half a character", e.analyze, `{"conversation":"太贵\ud83d了"}`, "", `"turn":0`},
		{"nothing said", e.analyze, `{"conversation":""}`, "", `"turn":0`},
		{"no conversation", e.analyze, `{}`, badInput, "no turn of the customer"},
		{"null", e.analyze, `{"conversation":null}`, badInput, "no turn of the customer"},
		{"a number", e.analyze, `{"conversation":7}`, badInput, "neither a text nor a conversation"},
		{"an unknown speaker", e.analyze, `{"conversation":{"turns":[{"who":"x","text":""}]}}`, badInput, "turn 1"},
		{"a wrong context", e.analyze, `{"conversation":{"turns":[],"context":{"channel":3}}}`, badInput, "neither a text nor a conversation"},
		{"no JSON", e.analyze, `{`, badInput, "unexpected end"},

		{"a draft", e.review, `{"draft":"您放心，这款保本，收益稳赚"}`, "", `"severity":"must-not"`},
		{"a draft to an answer", e.review, `{"draft":"您放心，这款保本，收益稳赚","conversation":"会亏吗"}`, "", `"severity":"must-not"`},
		{"no draft", e.review, `{}`, "", `"score":0`},
		{"a draft that is none", e.review, `{"draft":[]}`, badInput, "the draft must be a text"},
		{"a draft to nothing readable", e.review, `{"draft":"好","conversation":[]}`, badInput, "neither a text nor a conversation"},
		{"a draft to no customer", e.review, `{"draft":"好","conversation":{"turns":[{"who":"staff","text":"您好"}]}}`, badInput, "no turn of the customer"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := told(t, func() answer { return c.call(c.request) })
			require.Equal(t, c.code, a.Code, a.Message)
			if c.code != "" {
				require.Contains(t, a.Message, c.contains)
				require.Empty(t, a.Detail)
				return
			}
			require.Contains(t, string(a.Detail), c.contains)
		})
	}
}

func TestLocaleOfTheCoachUnlessOneIsNamed(t *testing.T) {
	e := opened(t, "en")
	text := func(context string) coach.Analysis {
		a := told(t, func() answer {
			return e.analyze(`{"conversation":{"turns":[{"who":"customer","text":"The fee is too high"}]` + context + `}}`)
		})
		require.Empty(t, a.Message)
		var analysis coach.Analysis
		require.NoError(t, json.Unmarshal(a.Detail, &analysis))
		return analysis
	}
	require.Regexp(t, `^[ -~]+$`, text("").Timing.Reason)
	require.Regexp(t, `\p{Han}`, text(`,"context":{"locale":"zh-CN"}`).Timing.Reason)
}

func TestFilesThatCannotBeUsed(t *testing.T) {
	var e engine
	a := told(t, func() answer { return e.open("zh-CN", []byte("no pack")) })
	require.Equal(t, badPack, a.Code)
	require.Contains(t, a.Message, "not a compiled pack")

	e = *opened(t, "zh-CN")
	a = told(t, func() answer { return e.addRules([]byte("no rules")) })
	require.Equal(t, badRules, a.Code)
	require.Contains(t, a.Message, "not a compiled rulebook")
	require.NotNil(t, e.coach, "the coach goes on without")
}

func TestAPanicIsAnAnswer(t *testing.T) {
	a := told(t, func() answer {
		var none []int
		return answer{Detail: none[len(none)]}
	})
	require.Equal(t, internal, a.Code)
	require.Contains(t, a.Message, "index out of range")

	a = told(t, func() answer { return new(engine).analyze(`{"conversation":"太贵了"}`) })
	require.Equal(t, internal, a.Code, "before it was opened")
}
