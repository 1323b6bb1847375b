package mask

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach/packs"
	"objectioncoach/coach/text"
)

// Synthetic numbers. The checksums of id and card are worked out here, apart from
// the package; 11010519491231002X is the example printed in GB 11643 itself.
var (
	idA  = id("44010619880229011")    // a leap day
	idB  = id("51010720010515432")    // Sichuan
	idHK = id("81000019900101123")    // residence permit of Hong Kong people
	idF  = id("91115619810803002")    // card of a foreigner
	badA = wrong(idA)                 // one digit mistyped
	uni  = card("622202123456789012") // UnionPay, 19 digits
	uni6 = card("622588123456789")    // UnionPay, 16 digits
	visa = card("411111222233334")    // 16 digits
	mc   = card("520082111122223")    // 16 digits
	jcb  = card("353011133330000")    // 16 digits
	amex = card("37828224631000")     // 15 digits
)

// id appends the checksum of an identity number to its first 17 digits.
func id(digits string) string {
	sum := 0
	for i := range digits {
		weight := 1
		for range 17 - i {
			weight = weight * 2 % 11
		}
		sum += int(digits[i]-'0') * weight
	}
	return digits + string("10X98765432"[sum%11])
}

// card appends the Luhn digit to all other digits of a card number.
func card(digits string) string {
	for last := '0'; last <= '9'; last++ {
		number, sum := digits+string(last), 0
		for i := range number {
			d := int(number[len(number)-1-i] - '0')
			if i%2 == 1 {
				d = d*2/10 + d*2%10
			}
			sum += d
		}
		if sum%10 == 0 {
			return number
		}
	}
	panic("every number has a Luhn digit")
}

// wrong changes the last digit of a number.
func wrong(number string) string {
	last := number[len(number)-1]
	if last == '0' {
		return number[:len(number)-1] + "1"
	}
	return number[:len(number)-1] + "0"
}

// grouped puts sep between groups of the sizes given.
func grouped(number, sep string, sizes ...int) string {
	var parts []string
	for _, size := range sizes {
		parts = append(parts, number[:size])
		number = number[size:]
	}
	return strings.Join(append(parts, number), sep)
}

func wide(s string) string {
	return strings.Map(func(r rune) rune {
		if r > ' ' && r < 0x7F {
			return r - '!' + '！'
		}
		return r
	}, s)
}

func tail(number string) string { return number[len(number)-4:] }

func TestHits(t *testing.T) {
	cases := []struct{ in, want string }{
		// Identity cards.
		{"客户身份证11010519491231002X，已核对", "客户身份证[身份证]，已核对"},
		{"11010519491231002x办的", "[身份证]办的"},
		{"证件是" + idA + "不是别的", "证件是[身份证]不是别的"},
		{"身份证：" + wide(idB), "身份证：[身份证]"},
		{"身份證號碼" + idB, "身份證號碼[身份证]"},
		{grouped(idA, " ", 6, 8), "[身份证]"},
		{grouped(idB, "-", 6, 4, 4), "[身份证]"},
		{"港澳居民" + idHK, "港澳居民[身份证]"},
		{"外籍" + idF, "外籍[身份证]"},
		{"订单号" + idA, "订单号[身份证]"}, // no order number passes date and checksum by chance
		{"录的是" + badA, "录的是[身份证]"},
		{"身份证号4401061988022901", "身份证号[身份证]"}, // two digits missing
		{"身份证号440106198813990010", "身份证号[身份证]"},
		{"老身份证440106880228001", "老身份证[身份证]"},
		{"440106880228001（身份证）", "[身份证]（身份证）"},
		{"ID card no. " + idA + " checked", "ID card no. [身份证] checked"},
		{"ID: 4401061988022901", "ID: [身份证]"},
		// Bank cards and accounts.
		{"卡号" + uni, "卡号[卡尾" + tail(uni) + "]"},
		{"刷的" + grouped(uni, " ", 4, 4, 4, 4) + "这张", "刷的[卡尾" + tail(uni) + "]这张"},
		{"刷的" + grouped(uni6, "-", 4, 4, 4), "刷的[卡尾" + tail(uni6) + "]"},
		{grouped(uni, " ", 6), "[卡尾" + tail(uni) + "]"},
		{visa, "[卡尾" + tail(visa) + "]"},
		{mc + "、" + jcb, "[卡尾" + tail(mc) + "]、[卡尾" + tail(jcb) + "]"},
		{"amex " + grouped(amex, " ", 4, 6), "amex [卡尾" + tail(amex) + "]"},
		{"银行卡号是" + wrong(uni), "银行卡号是[卡尾" + tail(wrong(uni)) + "]"},
		{"card number " + visa + ".", "card number [卡尾" + tail(visa) + "]."},
		{"收款账号33050161623500000123", "收款账号[账号尾0123]"},
		{"对公账户3305 0161 6235 0000 0123", "对公账户[账号尾0123]"},
		{"存折80020031", "存折[账号]"},
		{"转到他账户上，号是330501616235000", "转到他账户上，号是[账号尾5000]"},
		{"QQ 2345678", "QQ [账号]"},
		{"微信号wang_xm88，备注银行", "微信号[账号]，备注银行"},
		{"account no. 1200300400500", "account no. [账号尾0500]"},
		// Mobiles.
		{"电话13800138000是他爱人的", "电话[手机尾8000]是他爱人的"},
		{"13800138000", "[手机尾8000]"},
		{"138 0013 8000或138-0013-8001", "[手机尾8000]或[手机尾8001]"},
		{"+86 13800138000", "[手机尾8000]"},
		{"(+86)13800138000", "(+86)[手机尾8000]"},
		{"+86-138-0013-8000", "[手机尾8000]"},
		{"8613800138000、008613800138000", "[手机尾8000]、[手机尾8000]"},
		{"外呼013800138000未接", "外呼[手机尾8000]未接"},
		{"手机１３８００１３８０００", "手机[手机尾8000]"},
		{"手机1380 013 8000", "手机[手机尾8000]"},
		{"手机13800 138000", "手机[手机尾8000]"},
		{"1\u200b3800\u200d138000", "[手机尾8000]"},
		{"微信同号19912345678张女士", "微信同号[手机尾5678][姓名]"},
		{"手机一三八零零一三八零零零", "手机[手机]"},
		{"幺三九一二三四五六七八这个号", "[手机]这个号"},
		{"138 00138000", "[手机尾8000]"},
		{"香港+852 9123 4567", "香港[手机尾4567]"},
		{"call 13800138000.", "call [手机尾8000]."},
		// Fixed lines.
		{"010-88886666", "[电话]"},
		{"单位0755-8888666转801", "单位[电话]转801"},
		{"07558888666", "[电话]"},
		{"（０１０）８８８８６６６６", "[电话]"},
		{"(0755) 8888 6666", "[电话]"},
		{"021 6666 8888", "[电话]"},
		{"+86 10 8888 6666", "[电话]"},
		{"+86-755-88886666", "[电话]"},
		{"家里电话88886666", "家里电话[电话]"},
		{"座机：8888-6666", "座机：[电话]"},
		{"phone: 88886666", "phone: [电话]"},
		{"电话021-12345678", "电话[电话]"},
		// Passports and permits.
		{"护照E12345678", "护照[护照]"},
		{"护照号EA1234567，有效期到明年", "护照号[护照]，有效期到明年"},
		{"g12345678是他的护照", "[护照]是他的护照"},
		{"港澳通行证C12345678", "港澳通行证[护照]"},
		{"回乡证H1234567890", "回乡证[护照]"},
		{"证件类型外交，DE1234567", "证件类型外交，[护照]"},
		{"passport AB1234567", "passport [护照]"},
		{"護照號碼：M12345678", "護照號碼：[护照]"},
		// Mail addresses.
		{"邮箱zhang.san@example.com。", "邮箱[邮箱]。"},
		{"ｌｉ＠ｅｘａｍｐｌｅ．ｃｎ", "[邮箱]"},
		{"li+note@mail.example.com.cn转她", "[邮箱]转她"},
		{"13800138000@example.com", "[邮箱]"},
		{"li@example.com13800138000", "[邮箱][手机尾8000]"},
		{"Mail: A_B%c@x-y.io!", "Mail: [邮箱]!"},
		// Number plates.
		{"车牌京A12345", "车牌[车牌]"},
		{"开粤B·D1234来的", "开[车牌]来的"},
		{"粤BD12345", "[车牌]"},
		{"沪A12345D", "[车牌]"},
		{"川a·88k88停门口", "[车牌]停门口"},
		{"挂车鲁Q1234挂", "挂车[车牌]"},
		{"蘇E 12345", "[车牌]"},
		{"新A12345张先生", "[车牌][姓名]"},
		// Codes and passwords.
		{"验证码是482913", "验证码是[验证码]"},
		{"验证码他念给我482913", "验证码他念给我[验证码]"},
		{"短信验证码：4829", "短信验证码：[验证码]"},
		{"驗證碼 A8K2C9", "驗證碼 [验证码]"},
		{"482913是验证码", "[验证码]是验证码"},
		{"动态密码「482913」", "动态密码「[验证码]」"},
		{"验证码482 913", "验证码[验证码]"},
		{"verification code is 482913", "verification code is [验证码]"},
		{"OTP: 482913", "OTP: [验证码]"},
		{"安全码123", "安全码[验证码]"},
		{"密码123456", "密码[密码]"},
		{"密码是Abc@1234，改过", "密码是[密码]，改过"},
		{"取款密码：901212", "取款密码：[密码]"},
		{"密码改成了qwe123", "密码改成了[密码]"},
		{"登录密码：letmein", "登录密码：[密码]"},
		{"password: s3cret!", "password: [密码]!"},
		{"PIN 4321", "PIN [密码]"},
		{"密码13800138000", "密码[手机尾8000]"},
		// Names.
		{"王姐说再考虑", "[姓名]说再考虑"},
		{"约李总周四见", "约[姓名]周四见"},
		{"联系周总", "联系[姓名]"},
		{"王小明先生来电", "[姓名]来电"},
		{"诸葛女士不在", "[姓名]不在"},
		{"给陈阿姨回电", "给[姓名]回电"},
		{"张经理经手的", "[姓名]经手的"},
		{"我叫张三，想问", "我叫[姓名]，想问"},
		{"我叫王小明想问一下", "我叫[姓名]想问一下"},
		{"我叫欧阳娜娜", "我叫[姓名]"},
		{"姓名：周大山 已婚", "姓名：[姓名] 已婚"},
		{"姓名：阿依古丽", "姓名：[姓名]"},
		{"姓名：买买提·艾力", "姓名：[姓名]"},
		{"受益人是王建国", "受益人是[姓名]"},
		{"联系人刘洋13800138000", "联系人[姓名][手机尾8000]"},
		{"客户：王小明", "客户：[姓名]"},
		{"客户陈志强（到店）", "客户[姓名]（到店）"},
		{"客户王小明来电", "客户[姓名]来电"},
		{"客户经理李明：稍等", "客户经理[姓名]：稍等"},
		{"我是王伟", "我是[姓名]"},
		{"联系人：赵 丽", "联系人：[姓名]"},
		{"投保人周红 已签", "投保人[姓名] 已签"},
		{"法人任正远，", "法人[姓名]，"},
		{"我姓高，记一下", "我姓[姓名]，记一下"},
		{"Name: John Smith", "Name: [姓名]"},
		{"my name is Li Ming and", "my name is [姓名] and"},
		{"Mr. Wang called", "[姓名] called"},
		// Sensitive clauses.
		{"客户有糖尿病，嫌贵", "[敏感]，嫌贵"},
		{"健康告知：查出甲状腺结节", "健康告知：[敏感]"},
		{"她妈妈高血压 下周再约", "[敏感] 下周再约"},
		{"他爱人刚做完手术，先放放", "[敏感]，先放放"},
		{"体检尿酸偏高，怕拒保", "[敏感]，怕拒保"},
		{"血压160/100，等通知", "[敏感]，等通知"},
		{"乙肝携带者，想投", "[敏感]，想投"},
		{"王姐(有糖尿病)想买", "[姓名]([敏感])想买"},
		{"王姐13800138000有糖尿病，想买", "[敏感]，想买"},
		{"已采集客户指纹，存档", "[敏感]，存档"},
		{"客户信佛，不谈保险", "[敏感]，不谈保险"},
		{"孩子8岁，等开学", "[敏感]，等开学"},
		{"女儿今年十二周岁", "[敏感]"},
		{"儿子未满14周岁", "[敏感]"},
		{"孩子在实验小学三年级", "[敏感]"},
		{"被保险人：林小宝（3岁）", "[敏感]）"},
		{"小孩上幼儿园大班，想存钱", "[敏感]，想存钱"},
		{"我是残疾人，别催", "[敏感]，别催"},
		{"his son is 8 years old, no rush", "[敏感], no rush"},
		{"client was diagnosed with diabetes.", "[敏感]."},
	}
	require.GreaterOrEqual(t, len(cases), 120)
	for _, c := range cases {
		t.Run(c.in, func(t *testing.T) {
			require.Equal(t, c.want, Apply(c.in))
			require.Equal(t, c.want, Apply(c.want), "masking again changes nothing")
		})
	}
}

// traps look like personal data and are none, or are masked already.
var traps = []string{
	// Numbers of other things.
	"订单号440106198802290112", "流水号13800138000", "工号13800138000已受理", "快递单号13800138000",
	"运单SF1380013800013", "IMEI 860105880228001", "编号440106880228001", "受理编号：440106880228001",
	"统一社会信用代码91110108MA01ABCD2X", "信用代码911101087693890634", "时间戳1763798400000", "20261122153000123",
	"账户20261122153000被扣一笔", "440106198813990010", "990106198802290012", "ICCID 89860012345678901234",
	"条码6901234567892", "合同编号4111111111111111", "保单号2026110100012345678", "基金代码110022",
	"order no. 13800138000", "product code 482913", "ref 4111111111111111", "SN13800138000X", "A13800138000",
	"138001380001", "1380013800", "12800138000", "13800138000b", "0.13800138000",
	"账号后四位1234", "尾号8000的手机", "卡尾1234",
	// Amounts, rates, days.
	"金额13800138000元", "余额13800138000.00", "¥13800138000", "$ 4111111111111111", "共13800138000 元", "保额1,380,013,800元",
	"三档4000 5000 6000 7001元", "选150 2000 3000三档", "账户管理费100000000元", "年化3.65%，365天", "2026-11-22 13:30",
	"2026年11月22日", "20261122", "账户2026年开的", "密码2026-11-22改的", "密码20261122改的", "电话20261122打过",
	"13800138000份", "费率0.0138001380",
	// Public numbers.
	"可拨12378或12386", "打12363、12315、12345", "有危险打110", "客服95588，956001不是", "400-820-8820", "4008208820转1", "800-810-8888",
	"电话95588", "热线电话4008208820", "客服电话88886666", "服务热线010-88886666", "短信10690000955", "账户问题打95588", "密码忘了打95588",
	"验证码是95588发的", "12378", "+400",
	// Passports without their word, and what has it but is none.
	"E12345678", "合同号E20260101", "证件齐全，合同号E20260101", "列车G1234去的", "护照带了，车次G12345678", "产品C1234567", "护照20261122到期",
	"护照都带着，下周三上午十点以后我们再去你们的网点办E12345678",
	// Mail.
	"@张三 看一下", "a@b", "z***@example.com", "@example.com", "3@5",
	// Plates.
	"新A00001元", "贵A20000份", "最新A12345方案", "太贵B12345了", "京ICP备12345678号", "浙B2-20260101", "苏E2026年", "京EBANKS", "京A123456", "京O12345", "云A123",
	// Codes and passwords that are only talked about.
	"验证码5分钟内有效", "验证码输错3次", "验证码别给任何人", "验证码1000元", "2026的验证码", "code of conduct 2026", "zip code 100031", "error code 40012",
	"密码6-20位", "密码输错3次", "密码您自己按", "密码******", "密码别发", "密码是客户自己设的", "The password is required", "password: please ask", "密码锁1234", "保险箱有密码",
	// Words that hold surnames and titles.
	"王者荣耀", "高峰期", "周总结", "一周总共3次", "资金总额", "对方经理", "客户经理", "对于女士", "任何先生", "平安总部", "平安总公司", "金总价", "请主任来", "总经理签字",
	"门卫大爷", "师傅总迟到", "谢谢大哥", "周末阿姨休息", "最高总收益", "两张总共", "施工工资", "李宁", "康师傅", "老师说", "工程师", "小姐姐", "罗伯特",
	"我叫人打120", "我叫车来", "姓名和电话给您", "主管姓名写给您", "客户陈述属实", "客户孙子，要来", "客户周末来", "受益人金额，", "我是林业局的", "一二三四五六七八九十", "一三八零零一三八零零", "姓名：未填", "受益人：法定", "受益人方便改吗", "客户：方便，您说", "客户：不要", "百姓", "姓名", "name", "product name: Growth", "MS Office",
	// Health, faith and children in general.
	"健康告知请照实填", "保不保糖尿病", "癌症险多少钱", "有没有高血压都能投", "怕得癌症", "万一查出肿瘤", "血压计299元", "嫌贵，刚做完手术", "住院能报多少", "我要的是住院能用上",
	"不想录人脸", "没采指纹", "人脸不是非刷不可", "相信教练", "短信教程", "孩子18岁", "孩子5岁以下免费", "0岁起保", "孩子0-5岁可投", "公司成立8岁", "当我三岁小孩", "孩子高三了", "孩子要上学",
	// Masked already.
	"138****8000", "6222****1234", "440106********0012", "[手机尾8000]", "[身份证][卡尾1234]", "[姓名]说密码[密码]", "［姓名］", "[密码]123456",
	"", " ", "\n", "嫌贵，下周再约", "\xff\xfe", "👌🏻",
}

func TestTraps(t *testing.T) {
	for _, in := range traps {
		t.Run(in, func(t *testing.T) {
			require.Equal(t, in, Apply(in))
			require.Empty(t, Find(in))
		})
	}
}

func TestDoubtful(t *testing.T) {
	cases := []struct {
		in   string
		kind Kind
		want bool
	}{
		{idA, IDCard, false},
		{badA, IDCard, true},
		{"身份证440106880228001", IDCard, false}, // 15 digits have no checksum
		{"身份证4401061988022901", IDCard, true},
		{"身份证号440106198813990010", IDCard, true},
		{uni, BankCard, false},
		{"卡号" + uni, BankCard, false},
		{"卡号" + wrong(uni), BankCard, true},
		{"账号33050161623500000123", Account, false},
	}
	for _, c := range cases {
		t.Run(c.in, func(t *testing.T) {
			list := Find(c.in)
			require.Len(t, list, 1)
			require.Equal(t, c.kind, list[0].Kind)
			require.Equal(t, c.want, list[0].Doubtful)
		})
	}
}

// TestEveryDigitOfAnIDCounts changes each digit of an identity number in turn: its
// checksum finds every single slip.
func TestEveryDigitOfAnIDCounts(t *testing.T) {
	require.True(t, checkID([]byte(idA)))
	for i := range idA {
		for d := byte('0'); d <= '9'; d++ {
			slip := []byte(idA)
			slip[i] = d
			require.Equal(t, d == idA[i], checkID(slip), string(slip))
		}
	}
}

func TestSpansCountUTF16(t *testing.T) {
	s := "😀王姐\xff電話１３８ ００１３ ８０００，邮箱a@b.cn"
	require.Equal(t, []Finding{
		{Name, text.Span{Start: 2, End: 4}, "[姓名]", false},
		{Mobile, text.Span{Start: 7, End: 20}, "[手机尾8000]", false},
		{Email, text.Span{Start: 23, End: 29}, "[邮箱]", false},
	}, Find(s))
	require.Equal(t, "😀[姓名]\xff電話[手机尾8000]，邮箱[邮箱]", Apply(s))
}

// TestOverlaps: what is proved, or longer, holds.
func TestOverlaps(t *testing.T) {
	cases := []struct {
		in   string
		want []Kind
	}{
		{idA + "@example.com", []Kind{Email}},
		{"密码" + idA, []Kind{IDCard}},
		{"密码" + visa, []Kind{BankCard}},
		{"身份证" + visa, []Kind{BankCard}},
		{"账号 13800138000", []Kind{Mobile}},
		{"账号 1380 0138 0001 2345 678", []Kind{Account}},
		{"微信号 13800138000", []Kind{Mobile}},
		{"姓名：王姐，车" + "京A12345", []Kind{Name, Plate}},
		{"客户有糖尿病" + idA, []Kind{Sensitive}},
	}
	for _, c := range cases {
		t.Run(c.in, func(t *testing.T) {
			var kinds []Kind
			for _, finding := range Find(c.in) {
				kinds = append(kinds, finding.Kind)
			}
			require.Equal(t, c.want, kinds)
		})
	}
}

// TestScriptsAreLeftAlone: what the coach itself says names nobody.
func TestScriptsAreLeftAlone(t *testing.T) {
	texts := 0
	for _, name := range packs.Names() {
		p, err := packs.Open(name)
		require.NoError(t, err)
		file, err := json.Marshal(p.Scripts)
		require.NoError(t, err)
		var scripts any
		require.NoError(t, json.Unmarshal(file, &scripts))
		eachString(scripts, func(s string) {
			texts++
			require.Equal(t, s, Apply(s), "pack %s", name)
		})
	}
	require.Greater(t, texts, 10_000)
}

// eachString gives every string in a JSON value to f.
func eachString(v any, f func(string)) {
	switch v := v.(type) {
	case string:
		f(v)
	case []any:
		for _, item := range v {
			eachString(item, f)
		}
	case map[string]any:
		for _, item := range v {
			eachString(item, f)
		}
	}
}

// TestLongTexts: time grows in proportion to their length, also where every find makes
// room for the next one.
func TestLongTexts(t *testing.T) {
	for _, part := range []string{"13800138000 ", "王姐", "孩子有糖尿病", "护照", "密码123456", "1", "1 ", "a@", "[", "(0", "查出结节岁", "护照一二三四五六七八九E12345678"} {
		s := strings.Repeat(part, 10_000/utf8.RuneCountInString(part))
		start := time.Now()
		once := Apply(s)
		require.Less(t, time.Since(start), 2*time.Second, part)
		require.Equal(t, once, Apply(once), part)
	}
}

func FuzzMask(f *testing.F) {
	for _, s := range traps {
		f.Add(s)
	}
	for _, s := range []string{idA, badA, uni, grouped(uni, " ", 4, 4, 4, 4), "电话" + wide("13800138000"), "1\u200b3800138000", "王姐说验证码482913，邮箱a@b.cn，京A12345有糖尿病",
		"\xff13800138000\xfe", "[卡尾" + uni + "]", "[手机尾8000", "护照E12345678证件", "手机138 001 380 00", "😀姓名：王小明"} {
		f.Add(s)
	}
	f.Fuzz(holds)
}

// fragments are what notes with personal data are made of, and what stands around it.
var fragments = []string{
	idA, badA, uni, wrong(uni), visa, "440106880228001", "13800138000", "138 0013 8000", "+86", "010-88886666", "0755 8888666", "88886666", "4008208820", "12378", "20261122",
	"E12345678", "H1234567890", "AB1234567", "li@example.com", "京A12345", "粤B·", "482913", "Abc@1234", "33050161623500000123",
	"身份证", "卡号", "卡:", "账号", "微信号", "电话", "客服电话", "护照", "证件", "订单号", "密码", "验证码", "安全码", "code", "ID card", "password",
	"王", "小明", "张", "欧阳", "先生", "姐", "总", "经理", "我叫", "我是", "被保险人", "姓名", "客户", "我姓", "Mr. Wang", "name",
	"有", "确诊", "糖尿病", "做过", "手术", "体检", "偏高", "已采", "指纹", "信佛", "孩子", "8岁", "三年级", "怕", "没",
	"，", "。", "：", " ", "-", "、", "(", ")", "[", "]", "@", "*", "元", "年", "是", "的", "说", "1", "0", "x", "\n", "\u200b", "\xff", "😀", "[姓名]", "[卡尾", "1234]", "［", "］", "一二三四五六七八九",
}

// FuzzFragments puts fragments together, which chance alone seldom writes.
func FuzzFragments(f *testing.F) {
	f.Add([]byte{0, 1, 2, 3})
	for i := range fragments {
		f.Add([]byte{byte(i), byte(i * 7), byte(i * 13), byte(i * 29), byte(i * 31), byte(i * 37), byte(i * 41), byte(i * 43)})
	}
	f.Fuzz(func(t *testing.T, picks []byte) {
		var b strings.Builder
		for _, pick := range picks[:min(len(picks), 60)] {
			b.WriteString(fragments[int(pick)%len(fragments)])
		}
		holds(t, b.String())
	})
}

// holds checks what is true of every text.
func holds(t *testing.T, s string) {
	list := Find(s)
	units := utf16.Encode([]rune(s))
	var b strings.Builder
	end := 0
	for _, finding := range list {
		span := finding.Span
		require.LessOrEqual(t, end, span.Start)
		require.Less(t, span.Start, span.End)
		require.LessOrEqual(t, span.End, len(units))
		require.True(t, whole(units, span.Start) && whole(units, span.End), "a span cuts no character in two")
		b.WriteString(string(utf16.Decode(units[end:span.Start])))
		b.WriteString(finding.Token)
		end = span.End
	}
	b.WriteString(string(utf16.Decode(units[end:])))
	once := Apply(s)
	require.Equal(t, b.String(), string([]rune(once)), "Apply does what Find says")
	require.Equal(t, once, Apply(once), "masking again changes nothing")
	require.LessOrEqual(t, longestRun(once), longestRun(s), "no run of digits grows")
	if utf8.ValidString(s) {
		require.True(t, utf8.ValidString(once))
	}
}

// whole reports whether offset i is not within a surrogate pair.
func whole(units []uint16, i int) bool {
	return i == len(units) || units[i]>>10 != 0xDC00>>10
}

// longestRun counts the digits of the longest run of them, as they are seen.
func longestRun(s string) int {
	longest, run := 0, 0
	for _, r := range s {
		switch r = plain(r); {
		case digit(r):
			run++
			longest = max(longest, run)
		case r != dropped:
			run = 0
		}
	}
	return longest
}

// notes have 200 characters each.
var notes = map[string]string{
	"nothing": characters(200, "客户上午来过网点，问了三年期的利率和提前支取怎么算，嫌收益低，说再和家里商量，"),
	"much":    characters(200, "王姐说手机13800138000没换，卡"+uni+"到期，孩子8岁，约周四，"),
}

// characters gives the first n characters of s repeated.
func characters(n int, s string) string {
	return string([]rune(strings.Repeat(s, n))[:n])
}

func BenchmarkFind(b *testing.B) {
	for name, note := range notes {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Find(note)
			}
		})
	}
}
