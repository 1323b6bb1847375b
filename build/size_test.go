package main

import (
	"bytes"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
)

// smallDist is a built site whose files weigh 10 bytes raw, 5 in gzip and 2 in
// brotli, without packs.
func smallDist() fstest.MapFS {
	dist := fstest.MapFS{}
	for _, name := range []string{
		"index.html", "objection-coach.js", "manifest.webmanifest", "assets/boot.0.js", "assets/again.0.js",
		"assets/wasm_exec.0.js", "assets/app.0.wasm", "assets/app.0.css",
		"engine.js", "engine-worker.js", "assets/engine.0.wasm", "assets/base.0.rules",
	} {
		weigh(dist, name, 10, 5, 2)
	}
	return dist
}

func weigh(dist fstest.MapFS, name string, raw, gzip, brotli int) {
	dist[name] = &fstest.MapFile{Data: make([]byte, raw)}
	dist[name+".gz"] = &fstest.MapFile{Data: make([]byte, gzip)}
	dist[name+".br"] = &fstest.MapFile{Data: make([]byte, brotli)}
}

func TestMeasureAll(t *testing.T) {
	dist := smallDist()
	weigh(dist, "assets/bank.0.pack", 100, 50, 20)
	weigh(dist, "assets/sales.0.pack", 90, 60, 30)
	rows, err := measureAll(dist)
	require.NoError(t, err)
	require.Equal(t, []measured{
		{"loader", 10, 5, 2, 2_000, true},
		{"first open", 70 + 90, 35 + 60, 14 + 30, 1_420_000, true},
		{"model and pack", 90, 60, 30, 350_000, true},
		{"engine alone", 30 + 90, 15 + 60, 6 + 30, 1_000_000, true},
		{"rulebook of replies", 10, 5, 2, 300_000, true},
	}, rows)
	require.NoError(t, over(rows))
}

func TestMeasureAllFindsWhatIsOver(t *testing.T) {
	dist := smallDist()
	weigh(dist, "objection-coach.js", 9_000, 3_000, 2_001)
	weigh(dist, "assets/bank.0.pack", 900_000, 400_000, 350_000)
	rows, err := measureAll(dist)
	require.NoError(t, err)
	require.False(t, rows[0].OK)
	require.True(t, rows[2].OK, "a budget may be used up")
	require.EqualError(t, over(rows), "loader is 1 B over its budget")
}

func TestMeasureAllNeedsABuiltSite(t *testing.T) {
	_, err := measureAll(fstest.MapFS{})
	require.ErrorContains(t, err, "go run ./build site")

	dist := smallDist()
	delete(dist, "assets/app.0.wasm")
	_, err = measureAll(dist)
	require.ErrorContains(t, err, "assets/app.*.wasm")

	dist = smallDist()
	delete(dist, "index.html.br")
	_, err = measureAll(dist)
	require.ErrorContains(t, err, "index.html.br")

	rows, err := measureAll(smallDist())
	require.NoError(t, err, "a site may be without packs")
	require.Zero(t, rows[2].Brotli)
}

func TestPrintTable(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, printTable(&b, []measured{
		{"loader", 9_000, 3_000, 2_001, 2_000, false},
		{"first open", 5_000_000, 1_000_000, 900_000, 1_420_000, true},
	}))
	require.Equal(t, ""+
		"       bytes      raw     gzip  brotli   budget      \n"+
		"      loader     9000     3000    2001     2000  over\n"+
		"  first open  5000000  1000000  900000  1420000    ok\n", b.String())
}
