package main

import (
	"bytes"
	"crypto/ed25519"
	"encoding/binary"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach/pack"
)

// TestRefusalsAreToldInBothLanguages refuses packs for every reason that the engine has.
func TestRefusalsAreToldInBothLanguages(t *testing.T) {
	public, private, err := ed25519.GenerateKey(bytes.NewReader(make([]byte, 64)))
	require.NoError(t, err)
	sealed := func(s pack.Statement) []byte {
		s.Pack = "bank"
		unsigned, err := pack.Prepare(s, map[string][]byte{"bank.pack": []byte("content")})
		require.NoError(t, err)
		file, err := unsigned.Sealed(public, ed25519.Sign(private, unsigned.Message()))
		require.NoError(t, err)
		return file
	}
	whole := sealed(pack.Statement{Version: 3})
	right := pack.Trust{Today: "2026-11-22", Verify: func(key, message, signature []byte) bool { return ed25519.Verify(key, message, signature) }}
	admit := func(file []byte, change func(*pack.Trust)) error {
		signed, err := pack.ReadSigned(file)
		if err != nil {
			return err
		}
		trust := right
		change(&trust)
		return trust.Admit(signed)
	}
	asIs := func(*pack.Trust) {}
	changed := bytes.Clone(whole)
	changed[len(changed)-1]++
	format := bytes.Clone(whole)
	format[7] = 9
	opened := func(format, engine uint16, body string) error {
		file := append([]byte("OCPACK"), make([]byte, 36)...)
		binary.BigEndian.PutUint16(file[6:], format)
		binary.BigEndian.PutUint16(file[8:], engine)
		_, err := pack.Open(append(file, body...))
		return err
	}
	_, noKey := keysOf("zz")
	_, notCompiled := pack.Open([]byte("content"))

	for name, row := range map[string]struct {
		err  error
		want string
	}{
		"something else":     {admit([]byte("content"), asIs), "这不是签名的话术包。"},
		"another format":     {admit(format, asIs), "签名话术包是第 9 版格式，这里只读第 1 版格式，请换成对应的版本。"},
		"cut off":            {admit(whole[:len(whole)-3], asIs), "话术包不完整或已损坏，请重新取一份。"},
		"changed":            {admit(changed, asIs), "话术包坏了：bank.pack 和签名时不一样，请重新取一份。"},
		"another key":        {admit(whole, func(t *pack.Trust) { t.Keys = [][]byte{make([]byte, 32)} }), "签名用的密钥这里不接受（"},
		"a wrong signature":  {admit(whole, func(t *pack.Trust) { t.Verify = nil }), "签名不对：签名后被改过，或者不是用这把密钥签的。"},
		"not yet":            {admit(sealed(pack.Statement{Version: 1, From: "2099-01-01"}), asIs), "从 2099-01-01 起有效，今天是 2026-11-22。"},
		"over":               {admit(sealed(pack.Statement{Version: 1, Until: "2020-01-01"}), asIs), "有效期到 2020-01-01，今天是 2026-11-22。"},
		"older":              {admit(whole, func(t *pack.Trust) { t.Least = 4 }), "这是第 3 版，在用的是第 4 版；要退回旧内容，请把它作为新的一版发布。"},
		"no key":             {noKey, "页面给的公钥不对：zz"},
		"not compiled":       {notCompiled, "这不是编译好的话术包文件。"},
		"of a format to be":  {opened(pack.Format+1, pack.Engine, ""), "请用对应的版本重新编译。"},
		"of an engine to be": {opened(pack.Format, pack.Engine+1, ""), "请更新教练。"},
		"a wrong hash":       {opened(pack.Format, pack.Engine, "content"), "文件不完整或已损坏，请重新取一份。"},
	} {
		t.Run(name, func(t *testing.T) {
			require.Error(t, row.err)
			told := (&screen{config: config{Locale: "zh-CN"}}).told(row.err)
			require.Contains(t, told, row.want)
			require.NotContains(t, told, "%")
			told = (&screen{config: config{Locale: "en"}}).told(row.err)
			require.Equal(t, row.err.Error(), told)
			require.False(t, strings.ContainsFunc(told, func(r rune) bool { return unicode.Is(unicode.Han, r) }))
		})
	}
}
