package mask

// class is what words tell of the text around them, as a set of bits.
type class uint64

// The classes of words. Labels stand before or after a value and say what it is.
const (
	idLabel       class = 1 << iota // identity card
	cardLabel                       // bank card
	accountLabel                    // bank account
	chatLabel                       // account of a messenger
	phoneLabel                      // any telephone
	fixedLabel                      // a telephone that may be a fixed line
	publicLabel                     // the telephone of an institution
	documentLabel                   // passports and permits, or papers at large
	passportLabel                   // passports and permits alone
	plainLabel                      // numbers that are nobody's: orders, contracts, products
	passwordLabel
	codeLabel // one-time codes
	cvvLabel  // security codes of cards
	// labels are all of the above.
	labels = 1<<iota - 1
)

const (
	personTitle class = 1 << (iota + 13) // titles that only follow a name
	roleTitle                            // titles that also stand alone
	shortTitle                           // titles of one character, which also begin other words
	nameCue                              // a name follows at once
	nameField                            // a name follows, as in a form
	partyField                           // a name follows after a colon
	nameMaybe                            // a name may follow
	surnameCue                           // a surname follows
	latinTitle                           // a name in Latin letters follows
	illness                              // names of conditions
	treatment                            // what is done about them
	carrying                             // before a condition: somebody has it
	lasting                              // after a condition or an examination: somebody has it
	exam                                 // examinations, and what they measure
	vital                                // what they measure
	person                               // somebody
	supposing                            // nothing has happened yet
	body                                 // parts of the body that identify
	captured                             // they were recorded
	child
	faith
)

// vocabulary lists the words of each class, with a space between and "_" for a
// space within. Of words that begin at one place the longest counts, and none
// begins inside another; so a word with no class hides what it holds. This is the
// grammar of notes, not knowledge of a trade, and so stands in code.
var vocabulary = []struct {
	class class
	words string
}{
	{idLabel, "身份证 身份证号 身份证号码 身份证件 身份证件号 身份证件号码 身份号码 公民身份号码 id_card id_number id_no identity_card identity_number id"},
	{idLabel | documentLabel, "证件号 证件号码"},
	{cardLabel, "卡号 银行卡 银行卡号 储蓄卡 储蓄卡号 借记卡 信用卡 信用卡号 工资卡 卡 card_number card_no bank_card credit_card debit_card card"},
	{accountLabel, "账号 帐号 账户 帐户 户头 存折 存折号 账户号 收款账号 银行账号 对公账号 对公账户 对公户 转账到 汇款到 打款到 汇到 转入 account account_number account_no a/c"},
	{chatLabel, "微信号 微信账号 qq qq号 qq号码 支付宝账号 wechat_id"},
	{phoneLabel, "手机 手机号 手机号码 联系方式 联系号码 致电 来电 回电 拨打 微信 同号 wechat mobile cell cellphone"},
	{phoneLabel | fixedLabel, "电话 电话号 电话号码 联系电话 家庭电话 办公电话 单位电话 座机 座机号 固话 固定电话 宅电 tel telephone phone phone_number call"},
	{phoneLabel | publicLabel, "客服 客服电话 客服热线 服务电话 服务热线 热线 热线电话 投诉电话 投诉热线 咨询电话 总机 网点电话 hotline helpline"},
	{documentLabel, "证件 出入境证件 旅行证件 证件类型"},
	{documentLabel | passportLabel, "护照 护照号 护照号码 通行证 通行证号 通行证号码 回乡证 台胞证 港澳证 passport passport_number passport_no travel_permit"},
	{plainLabel, "订单 订单号 订单编号 单号 运单 运单号 快递单号 快递号 物流单号 工号 员工号 员工编号 流水 流水号 交易流水 交易流水号 交易号 凭证号 编号 客户编号 客户号 合同 合同号 合同编号 合约号 保单 保单号 保险单号 投保单号 发票 发票号 发票号码 批次 批次号 批号 序列号 设备号 车次 航班 航班号 代码 产品代码 基金代码 股票代码 证券代码 产品编号 登记编码 备案号 备案编码 许可证 许可证号 许可证编号 条码 条形码 时间戳 信用代码 统一社会信用代码 税号 纳税人识别号 案号 工单 工单号 受理号 受理编号 业务编号 申请编号 型号 版本 版本号 额度 金额 余额 保费 保额 学号 书号 icp备 imei iccid sn isbn timestamp order order_no order_number invoice contract contract_no policy policy_no policy_number tracking serial reference ref case_no ticket staff_id employee_id product_code fund_code zip_code post_code postal_code area_code qr_code bar_code branch_code country_code stock_code swift_code sort_code promo_code discount_code error_code source_code order_code product_id amount"},
	{passwordLabel, "密码 口令 pin pin码 password passwd passcode pwd"},
	{codeLabel, "验证码 校验码 动态码 动态密码 动态口令 短信码 短信密码 短信验证码 手机验证码 一次性密码 授权码 verification_code security_code one-time_code one_time_code sms_code otp code"},
	{cvvLabel, "安全码 cvv cvv2 cvc cvc2 cvn2"},

	{personTitle, "先生 女士 小姐 太太 阿姨 大爷 大妈 大姐 大哥 大叔 大婶 奶奶 爷爷 叔叔 伯伯 婆婆 姐姐 哥哥 同学 同志"},
	{roleTitle, "老师 师傅 老板 老板娘 经理 总经理 副总 行长 副行长 主任 主管 总监 董事长 总裁 院长 局长 处长 科长 部长 厂长 校长 队长 店长 会计 医生 大夫 律师 教授 警官"},
	{shortTitle, "总 姐 哥 叔 姨 董 工 嫂 婶 伯"},
	{0, "总额 总价 总数 总共 总计 总和 总体 总的来说 总之 总行 总部 总公司 总结 总量 总账 总保费 总资产 总金额 总费用 总成本 总收益 总代 总机 总线 总监级 工作 工资 工程 工具 工行 工厂 工商 工龄 工会 工地 工伤 工期 工人 工业 工银 工艺 工序 工夫 工薪 工牌 工装 姐妹 姐夫 哥们 哥俩 董事 董事会 董秘 伯母 伯克 叔侄 老师傅 经理人 经理级 主任务 同学会 小姐姐 伯特 康师傅"},

	{nameCue, "我叫 名叫 我的名字叫 名字叫 名字是 我名字叫 本名 真名 全名 全名叫"},
	{nameMaybe | carrying | person, "我是"},
	{nameMaybe, "他叫 她叫 也叫 客户经理 理财经理 大堂经理 投诉人 申请人 经办人 家属"},
	{nameField | child, "被保险人 被保人"},
	{nameField, "本人 姓名 户名 客户姓名 客户名 联系人 紧急联系人 投保人 受益人 收款人 付款人 持卡人 借款人 担保人 法人 法定代表人 开户人 存款人 name my_name full_name customer_name contact_name account_name"},
	{partyField | nameMaybe, "客户"},
	{partyField, "经办人 经办 收件人 寄件人 申请人 家属 配偶 投诉人 监护人 代办人 customer client contact"},
	{surnameCue, "我姓 免贵姓 他姓 她姓 客户姓 先生姓 女士姓"},
	{latinTitle, "mr mr. mrs mrs. ms ms."},
	{0, "product_name branch_name fund_name bank_name company_name staff_name file_name plan_name brand_name 产品名称 我叫停"},

	{illness, "糖尿病 高血压 高血脂 高血糖 三高 乙肝 丙肝 甲肝 肝炎 肝硬化 脂肪肝 癌 癌症 肺癌 肝癌 胃癌 肠癌 乳腺癌 甲状腺癌 宫颈癌 前列腺癌 肿瘤 结节 甲状腺结节 肺结节 乳腺结节 息肉 囊肿 肌瘤 白血病 艾滋 艾滋病 梅毒 性病 抑郁 抑郁症 焦虑症 精神病 精神分裂 躁郁症 双相 自闭症 孤独症 癫痫 冠心病 心脏病 先心病 心梗 脑梗 脑溢血 脑出血 中风 哮喘 肺炎 肺结核 尿毒症 肾衰竭 肾炎 肾病 红斑狼疮 类风湿 痛风 甲亢 甲减 帕金森 老年痴呆 阿尔茨海默 大三阳 小三阳 残疾 传染病 diabetes diabetic cancer hypertension hepatitis hiv depression epilepsy asthma leukemia"},
	{treatment, "手术 住院 化疗 放疗 透析 支架 搭桥 怀孕 怀着孕 流产 骨折 服药 打胰岛素 截肢 pregnant surgery chemotherapy"},
	{carrying, "有 是 得了 得过 患 患有 患过 患了 患上 确诊 确诊为 查出 查出来 查出有 检出 检查出 查到 诊断 诊断为 做过 做了 刚做 动过 动了 住过 发现 发现有 切除 病史 健康告知 没有 没得过 吃药治 has had have diagnosed_with suffers_from with"},
	{lasting, "患者 病史 携带者 阳性 术后 偏高 偏低 异常 超标 多年 十年 几年了 好几年"},
	{exam, "体检 体检报告 体检结果 健康告知 检查报告 检查结果"},
	{exam | vital, "血压 血糖 血脂 尿酸 胆固醇 转氨酶"},
	{0, "是不是 癌症险 癌症保险 癌症保障 癌症筛查 糖尿病险 肿瘤险 血压计 血糖仪 健康告知书 健康告知单"},
	{0, "有没有 有无 有关 有时 有效 有限 有用 所有 没有过"},
	{person, "我 他 她 客户 本人 妈 妈妈 我妈 爸 爸爸 我爸 老伴 爱人 丈夫 妻子 老公 老婆 媳妇 家人 家里人 父亲 母亲 父母 婆婆妈 岳父 岳母 哥 弟弟 妹妹 she he customer client"},
	{0, "他们行 他行 其他 他家行 客户端 客户服务 客户部 客户群"},
	{supposing, "怕 万一 如果 要是 假如 担心 以后 将来 预防 哪天 倘若 避免 if"},
	{body, "指纹 人脸 面部 虹膜 声纹 掌纹 dna 基因 生物特征 fingerprint fingerprints iris voiceprint"},
	{captured, "模板 特征值 样本 已录 已录入 已采 已采集 已留存 已存 已上传 录入了 录了 采集了 采了 留存了 录好 采好 存档 检测报告 检测结果 recorded captured scanned template"},
	{0, "三岁小孩 三岁孩子 三岁娃 三岁小娃"},
	{child, "孩子 小孩 小孩子 儿子 女儿 闺女 宝宝 宝贝 娃 孙子 孙女 外孙 外孙女 小朋友 老大 老二 老三 侄子 侄女 外甥 学生 son daughter child kid baby"},
	{faith, "信佛 信教 信基督 信天主 信伊斯兰 信道教 信耶稣 信上帝 基督徒 基督教徒 天主教徒 佛教徒 道教徒 伊斯兰教徒 穆斯林 教徒 皈依 念佛 吃斋 做礼拜 受洗 宗教信仰是 宗教信仰为 宗教信仰: muslim buddhist catholic christian"},
	{0, "相信教 短信教 微信教 通信教 诚信教 征信教 电信教 自信教 威信教 迷信教 书信教"},
}
