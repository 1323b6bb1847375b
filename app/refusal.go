package main

import (
	"strconv"
	"strings"
)

// refusals are what can be wrong with a pack, as the engine says it and in Chinese. The
// engine's words, with a % for each value, are for programs and logs; package coach/message has a table of all of
// them, which is too large for the widget.
var refusals = [][2]string{
	{"this is not a signed pack of Objection Coach", "这不是签名的话术包。"},
	{"the signed pack has % bytes, and may have %", "话术包有 %1 字节，最多 %2 字节。"},
	{"the signed pack has format % and this engine reads format %", "签名话术包是第 %1 版格式，这里只读第 %2 版格式，请换成对应的版本。"},
	{"the signed pack is damaged or cut off", "话术包不完整或已损坏，请重新取一份。"},
	{"the signed pack is damaged: % is not what was signed", "话术包坏了：%1 和签名时不一样，请重新取一份。"},
	{"the pack was signed with the key %, which is not accepted here", "签名用的密钥这里不接受（%1）。"},
	{"the signature of the pack is wrong: %", "签名不对：签名后被改过，或者不是用这把密钥签的。"},
	{"the pack is valid from % on, and today is %", "从 %1 起有效，今天是 %2。"},
	{"the pack was valid until %, and today is %", "有效期到 %1，今天是 %2。"},
	{"the pack is version %, and version % is in use: %", "这是第 %1 版，在用的是第 %2 版；要退回旧内容，请把它作为新的一版发布。"},
	{"no public key: %", "页面给的公钥不对：%1"},
	{"this is not a compiled % of Objection Coach", "这不是编译好的话术包文件。"},
	{"the % has format % and this engine reads format %: %", "它是第 %2 版格式，这里只读第 %3 版格式，请用对应的版本重新编译。"},
	{"the % needs version % of the engine and this is version %: %", "它要第 %2 版引擎，这里是第 %3 版，请更新教练。"},
	{"the % is damaged%", "文件不完整或已损坏，请重新取一份。"},
	{"this site has no pack %", "这个站点上没有话术包 %1。"},
	{"the pack % could not be fetched: %", "没能取到话术包 %1（%2）。"},
}

// told gives an error in the language of the screen, as far as its words are known.
func (s *screen) told(err error) string {
	text := err.Error()
	if s.words() != &chinese {
		return text
	}
	for _, r := range refusals {
		if values, ok := valuesOf(r[0], text); ok {
			return fill(r[1], values)
		}
	}
	return text
}

// valuesOf takes out of a text what stands in it for each % of a format.
func valuesOf(format, text string) (values []string, ok bool) {
	part, format, more := strings.Cut(format, "%")
	rest, ok := strings.CutPrefix(text, part)
	for ok && more {
		part, format, more = strings.Cut(format, "%")
		at := strings.Index(rest, part)
		if part == "" {
			at = len(rest)
		}
		if at < 0 {
			return nil, false
		}
		values = append(values, rest[:at])
		rest = rest[at+len(part):]
	}
	return values, ok && rest == ""
}

// fill puts values in the places %1, %2 … of a text.
func fill(text string, values []string) string {
	for i, v := range values {
		text = strings.ReplaceAll(text, "%"+strconv.Itoa(i+1), v)
	}
	return text
}
