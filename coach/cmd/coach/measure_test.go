package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestEvidence(t *testing.T) {
	file := filepath.Join(t.TempDir(), "marked.txt")
	require.NoError(t, os.WriteFile(file, []byte("# two lines\n[price:手续费太高了]\n我[risk:怕亏本]\n"), 0o644))
	out, _, err := runs("", "evidence", file)
	require.NoError(t, err)
	require.Contains(t, out, "marked lines 2\n")
	require.Contains(t, out, "spans that meet by half: F1 ")

	require.NoError(t, os.WriteFile(file, []byte("手续费太高了\n"), 0o644))
	_, _, err = runs("", "evidence", file)
	require.EqualError(t, err, file+":1: nothing is marked")
	_, _, err = runs("", "evidence")
	require.EqualError(t, err, "give one file of marked lines, as in coach evidence marked.txt")
	_, _, err = runs("", "evidence", file+".none")
	require.ErrorIs(t, err, os.ErrNotExist)
}

func TestAgreement(t *testing.T) {
	const passes = "../../packs/second-pass/"
	out, errs, err := runs("", "agreement", passes+"first.jsonl", passes+"second.jsonl")
	require.NoError(t, err)
	require.Empty(t, errs)
	require.Regexp(t, `(?m)^lines labelled twice +\d{5,6}$`, out)
	require.Regexp(t, `(?m)^kind +0\.\d{3} +agree$`, out)

	_, _, err = runs("", "agreement", passes+"first.jsonl")
	require.EqualError(t, err, "give the two files, as in coach agreement first.jsonl second.jsonl")
}
