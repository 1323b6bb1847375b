package mask

import (
	"strings"
	"unicode/utf8"
)

// Surnames of one character. The clear ones are seldom anything else in a note, the
// loose ones are also the end or the beginning of common words ("最高", "金额").
const (
	clearSurnames = "王李张刘陈杨赵吴徐孙胡朱林郭罗梁宋郑韩唐冯董萧曹袁邓傅沈彭吕卢蒋蔡贾魏薛阎潘杜戴汪姜姚谭廖邹熊陆郝孔崔邱秦侯邵孟汤尹黎乔贺赖龚庞樊殷陶洪翟倪芦俞葛伍韦聂焦邢岳莫庄祁耿牟詹凌靳甄裴鲍覃霍翁隋柯阮闵柴冉饶瞿戚滕邬臧褚娄奚穆郎冀姬屠郜晏栾窦佟匡谌岑蔺肖闫"
	looseSurnames = "黄周高何马谢于程许曾苏丁叶余夏钟田任范方石金白康毛江史顾龙万段雷钱易常武文兰施安颜严牛温季章鲁申尤毕柳路齐梅辛管祝左谷舒关苗费盛童欧项曲游席卫甘景单包宁桂华车房边吉古米池宫简符燕商艾蓝"
)

// compoundSurnames have two characters.
var compoundSurnames = [...]string{"欧阳", "司马", "上官", "诸葛", "夏侯", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "端木", "长孙", "宇文"}

// endings are words that end in a surname and have another meaning.
var endings = [...]string{
	"对于", "关于", "由于", "基于", "至于", "属于", "任何", "如何", "为何", "平安", "保安", "公安", "西安", "对方", "双方", "我方", "官方", "甲方", "乙方", "各方", "多方", "三方", "银行方", "地方",
	"有钱", "的钱", "本钱", "省钱", "花钱", "给钱", "交钱", "明白", "空白", "黄金", "现金", "资金", "基金", "奖金", "本金", "佣金", "最高", "提高", "较高", "经常", "非常", "平常", "通常", "日常", "简单", "订单", "保单", "账单", "名单",
	"钱包", "红包", "中华", "买房", "住房", "分钟", "全程", "工程", "课程", "流程", "过程", "教程", "责任", "信任", "担任", "一万", "十万", "百万", "千万", "也许", "允许", "曾许", "浙江", "长江", "江苏", "一周", "本周", "每周", "上周", "下周", "两周", "其余", "剩余", "多余",
	"紧张", "一张", "两张", "这张", "那张", "每张", "几张", "夸张", "扩张", "主张", "感谢", "多谢", "谢谢", "名方", "相关", "有关", "无关", "历史", "师傅", "门卫", "护卫", "火柴", "砍柴",
}

// surname gives the length of the surname at i, or 0, and whether it is clear.
func (f *finder) surname(i int) (size int, clear bool) {
	if i < 0 || i >= len(f.cells) {
		return 0, false
	}
	for _, s := range compoundSurnames {
		if begins(f.cells[i:], s) > 0 {
			return 2, true
		}
	}
	switch r := f.cells[i].r; {
	case strings.ContainsRune(clearSurnames, r):
		return 1, true
	case strings.ContainsRune(looseSurnames, r):
		return 1, false
	}
	return 0, false
}

// endsWord reports whether the surname at i is the end of a word with another
// meaning.
func (f *finder) endsWord(i int) bool {
	for _, s := range endings {
		size := utf8.RuneCountInString(s)
		if from := i + 1 - size; from >= 0 && begins(f.cells[from:], s) == size {
			return true
		}
	}
	return false
}
