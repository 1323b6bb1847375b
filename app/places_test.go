package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWhatCanBeDoneAfterTheWords(t *testing.T) {
	for _, test := range []struct {
		said        string
		walk, later bool
	}{
		{"你们多扣我三百块，我要投诉", true, false},
		{"再不解决我就去银保监会举报你们", true, false},
		{"这个手续费太高了", false, true},
		{"zxcv qwer tyui", false, false},
	} {
		s := ready(t)
		s.setDraft(test.said)
		page := html(t, s)
		require.Contains(t, page, `id="oc-keep"`, test.said)
		if test.walk {
			require.Contains(t, page, `id="oc-walk"`, test.said)
		} else {
			require.NotContains(t, page, `id="oc-walk"`, test.said)
		}
		if test.later {
			require.Contains(t, page, `id="oc-defer"`, test.said)
		} else {
			require.NotContains(t, page, `id="oc-defer"`, test.said)
		}
	}
}

func TestAnOccasionSaysWhatAProcedureIsChosenBy(t *testing.T) {
	s := ready(t)
	s.config.Pack, s.config.Product, s.config.Channel = "bank", "康宁终身保险", "phone"
	s.setDraft("你们多扣我三百块，我要投诉")
	o := s.occasion()
	require.Equal(t, "insurance", o["product"], "by its id, whatever the host calls it")
	require.Equal(t, s.analysis.Kind, o["kind"])
	require.Equal(t, "phone", o["channel"])
	require.Equal(t, "你们多扣我三百块，我要投诉", o["said"])
}

func TestAPromiseIsOfferedRightBelowTheSentenceThatMakesIt(t *testing.T) {
	s := ready(t)
	s.setDraft("这个手续费太高了")
	s.analysis.Script.Technique = deferTechnique
	page := html(t, s)
	require.Equal(t, 1, strings.Count(page, `id="oc-defer"`))
	require.Less(t, strings.Index(page, `id="oc-defer"`), strings.Index(page, `oc-why`))

	s.setDraft("这个手续费太高了")
	page = html(t, s)
	require.Equal(t, 1, strings.Count(page, `id="oc-defer"`))
	require.Greater(t, strings.Index(page, `id="oc-defer"`), strings.Index(page, `oc-why`))
}
