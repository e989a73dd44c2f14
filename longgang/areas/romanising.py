"""Place names in Latin letters: pinyin for searching, English names for people who read English.

English names are pinyin and the kind of division ("Longwan Subdistrict"), as on Chinese road signs.
"""

from pypinyin import Style, lazy_pinyin, load_phrases_dict, load_single_dict

# Place names that are read otherwise than their characters usually are.
_READINGS = {
    "六安": "lù ān", "六合": "lù hé", "蚌埠": "bèng bù", "亳州": "bó zhōu", "铅山": "yán shān",
    "乐亭": "lào tíng", "乐陵": "lào líng", "乐清": "yuè qīng", "蔚县": "yù xiàn",
    "井陉": "jǐng xíng", "单县": "shàn xiàn", "莘县": "shēn xiàn", "厦门": "xià mén",
    "台州": "tāi zhōu", "丽水": "lí shuǐ", "天台": "tiān tāi", "尉犁": "yù lí",
    "尉氏": "wèi shì", "浚县": "xùn xiàn", "洪洞": "hóng tóng", "繁峙": "fán shì",
    "柏乡": "bǎi xiāng", "牟平": "mù píng", "中牟": "zhōng mù", "牟定": "móu dìng",
    "番禺": "pān yú", "犍为": "qián wéi", "渑池": "miǎn chí", "泌阳": "bì yáng",
    "枞阳": "zōng yáng", "歙县": "shè xiàn", "黟县": "yī xiàn", "郫都": "pí dū",
    "什邡": "shí fāng", "筠连": "jūn lián", "荥经": "yíng jīng", "荥阳": "xíng yáng",
    "阆中": "làng zhōng", "长子": "zhǎng zǐ", "隰县": "xí xiàn", "东阿": "dōng ē",
    "冠县": "guān xiàn", "会理": "huì lǐ", "会泽": "huì zé", "会宁": "huì níng",
    "大埔": "dà bù", "鄱阳": "pó yáng", "睢县": "suī xiàn", "睢宁": "suī níng",
    "睢阳": "suī yáng", "涡阳": "guō yáng", "砀山": "dàng shān", "颍上": "yǐng shàng",
    "阜阳": "fù yáng", "阜新": "fù xīn", "巴彦淖尔": "bā yàn nào ěr", "莎车": "shā chē",
    "喀什": "kā shí", "宕昌": "tàn chāng", "迭部": "dié bù", "积石山": "jī shí shān",
    "朝阳": "cháo yáng", "调兵山": "diào bīng shān", "长海": "cháng hǎi", "长治": "cháng zhì",
    "重庆": "chóng qìng", "曲靖": "qǔ jìng", "曲阜": "qū fù", "曲阳": "qǔ yáng",
    "曲周": "qǔ zhōu", "曲沃": "qū wò", "任丘": "rén qiū", "任县": "rén xiàn", "任泽": "rén zé",
    "应县": "yìng xiàn", "盖州": "gài zhōu", "都匀": "dū yún", "成都": "chéng dū",
    "宁都": "níng dū", "于都": "yú dū", "都安": "dū ān", "都昌": "dū chāng", "于洪": "yú hóng",
    "行唐": "xíng táng", "兴化": "xīng huà", "兴城": "xīng chéng", "商水": "shāng shuǐ",
    "句容": "jù róng", "盱眙": "xū yí", "邗江": "hán jiāng", "射洪": "shè hóng",
    "射阳": "shè yáng", "合浦": "hé pǔ", "合川": "hé chuān", "侯马": "hóu mǎ",
    "闽侯": "mǐn hòu", "陆丰": "lù fēng", "乾县": "qián xiàn", "勐海": "měng hǎi",
    "勐腊": "měng là", "长武": "cháng wǔ", "麻章": "má zhāng", "华县": "huà xiàn",
    "华阴": "huà yīn", "华州": "huà zhōu", "华池": "huá chí", "大城": "dài chéng",
    "大邑": "dà yì", "双树": "shuāng shù", "笊笠头子": "zhào lì tóu zǐ", "燕山": "yān shān",
    "藁城": "gǎo chéng", "栾城": "luán chéng", "漯河": "luò hé",
}  # fmt: skip
load_single_dict({ord("长"): "cháng"})  # 长 in a place name is long, not the elder, but for 长子
load_phrases_dict({name: [[part] for part in said.split()] for name, said in _READINGS.items()})

# The national spelling of names that are not Chinese, or that pinyin would make the same.
_ENGLISH = {
    "北京市": "Beijing Municipality",
    "天津市": "Tianjin Municipality",
    "上海市": "Shanghai Municipality",
    "重庆市": "Chongqing Municipality",
    "山西省": "Shanxi Province",
    "陕西省": "Shaanxi Province",
    "内蒙古自治区": "Inner Mongolia Autonomous Region",
    "广西壮族自治区": "Guangxi Zhuang Autonomous Region",
    "西藏自治区": "Tibet Autonomous Region",
    "宁夏回族自治区": "Ningxia Hui Autonomous Region",
    "新疆维吾尔自治区": "Xinjiang Uygur Autonomous Region",
    "台湾省": "Taiwan Province",
    "香港特别行政区": "Hong Kong Special Administrative Region",
    "澳门特别行政区": "Macao Special Administrative Region",
    "哈尔滨市": "Harbin City",
    "呼和浩特市": "Hohhot City",
    "乌鲁木齐市": "Urumqi City",
    "拉萨市": "Lhasa City",
    "鄂尔多斯市": "Ordos City",
    "海拉尔区": "Hailar District",
    "商务区社区": "Business Quarter Community",
    "虚拟社区": "Statistical Community",
    "葫芦岛经济开发区": "Huludao Economic Development Zone",
}
_PEOPLES = {
    "满族": "Manchu", "蒙古族": "Mongol", "蒙古": "Mongol", "回族": "Hui", "藏族": "Tibetan",
    "苗族": "Miao", "彝族": "Yi", "壮族": "Zhuang", "布依族": "Buyi", "侗族": "Dong",
    "瑶族": "Yao", "土家族": "Tujia", "白族": "Bai", "哈尼族": "Hani", "傣族": "Dai",
    "黎族": "Li", "傈僳族": "Lisu", "佤族": "Va", "畲族": "She", "拉祜族": "Lahu",
    "水族": "Sui", "东乡族": "Dongxiang", "纳西族": "Naxi", "景颇族": "Jingpo",
    "柯尔克孜": "Kirgiz", "土族": "Tu", "达斡尔族": "Daur", "仫佬族": "Mulam", "羌族": "Qiang",
    "布朗族": "Blang", "撒拉族": "Salar", "毛南族": "Maonan", "仡佬族": "Gelao", "锡伯": "Xibe",
    "朝鲜族": "Korean", "塔吉克": "Tajik", "怒族": "Nu", "鄂温克族": "Ewenki",
    "独龙族": "Derung", "鄂伦春": "Oroqen", "裕固族": "Yugur", "保安族": "Bonan",
    "哈萨克族": "Kazak", "哈萨克": "Kazak", "各族": "Multinational",
}  # fmt: skip
# Longest endings first, so that 自治县 is not read as 县.
_KINDS = {
    "村民委员会": "Village",
    "居民委员会": "Community",
    "虚拟社区": "Statistical Community",
    "国家级高新技术产业开发区": "National High-tech Zone",
    "高新技术产业开发区": "High-tech Zone",
    "高新技术产业园区": "High-tech Park",
    "高新技术开发区": "High-tech Zone",
    "高新区": "High-tech Zone",
    "现代产业园区": "Modern Industry Park",
    "经济技术开发区": "Economic and Technological Development Zone",
    "经济开发区": "Economic Development Zone",
    "综合实验区": "Comprehensive Pilot Zone",
    "综合改革示范区": "Comprehensive Reform Zone",
    "一体化示范区": "Integrated Demonstration Zone",
    "城乡一体化示范区": "Urban-Rural Demonstration Zone",
    "示范区": "Demonstration Zone",
    "工业园区": "Industrial Park",
    "产业园区": "Industrial Park",
    "产业集聚区": "Industry Cluster",
    "产业园": "Industrial Park",
    "合作区": "Cooperation Zone",
    "开发区": "Development Zone",
    "管理区": "Administrative Zone",
    "管委会": "Administrative Zone",
    "飞地经济区": "Enclave Economic Zone",
    "自治州": "Autonomous Prefecture",
    "自治县": "Autonomous County",
    "自治旗": "Autonomous Banner",
    "社区": "Community",
    "街道": "Subdistrict",
    "地区": "Prefecture",
    "林区": "Forestry District",
    "新区": "New District",
    "矿区": "Mining District",
    "特区": "Special District",
    "省": "Province",
    "市": "City",
    "县": "County",
    "区": "District",
    "盟": "League",
    "旗": "Banner",
    "镇": "Town",
    "乡": "Township",
    "村": "Village",
}


def romanise(name: str) -> tuple[str, str]:
    """Pinyin without tones and spaces, and the first letters: 龙湾街道 → longwanjiedao, lwjd."""
    said = lazy_pinyin(name, style=Style.NORMAL, errors="default", v_to_u=False)
    parts = [part.lower() for part in said if part.strip()]
    return "".join(parts), "".join(part[0] for part in parts)


def english_name(name: str) -> str:
    """Pinyin and kind: 望海寺社区 → Wanghaisi Community."""
    if name in _ENGLISH:
        return _ENGLISH[name]
    for ending, kind in _KINDS.items():
        stem = name.removesuffix(ending)
        if stem == name:
            continue
        # 蔚县 and 矿区 are their whole names: one character alone is no name.
        if len(stem) <= 1:
            return f"{_spelled(name)} {kind}" if stem and ending == "县" else _short(name, kind)
        if kind.endswith(("Zone", "Park", "Cluster")):
            stem = stem.replace("市", "")
        stem, peoples = _without_peoples(stem) if kind.startswith("Autonomous") else (stem, [])
        return " ".join([_spelled(stem), *peoples, kind])
    return _spelled(name)


def _short(name: str, kind: str) -> str:
    """A name that is hardly more than its kind: 郊区 → Jiaoqu District."""
    return f"{_spelled(name)} {kind}"


def _spelled(text: str) -> str:
    """One word with a capital; an apostrophe keeps 东阿 (Dong'e) from being read as Donge."""
    parts = [part.lower() for part in lazy_pinyin(text, style=Style.NORMAL, v_to_u=False)]
    word = parts[0] + "".join(f"'{part}" if part[0] in "aoe" else part for part in parts[1:])
    return word[:1].upper() + word[1:]


def _without_peoples(stem: str) -> tuple[str, list[str]]:
    """The place without the peoples it is named after, and these in English, in their order."""
    peoples: list[str] = []
    while found := next((p for p in _PEOPLES if stem.endswith(p) and stem != p), None):
        peoples.insert(0, _PEOPLES[found])
        stem = stem.removesuffix(found)
    return stem, peoples
