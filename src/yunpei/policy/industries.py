"""The sixteen industries of 工信部联企业〔2011〕300号 (四) and the names that personnel and tax files use for them.

Under each industry stand the divisions that the standard counts to it (三); those of 工业 are divisions 06–46 of
GB/T 4754-2017. A name that covers two industries of the standard (批发和零售业, 住宿和餐饮业, 房地产业,
信息传输、软件和信息技术服务业, 交通运输、仓储和邮政业) stands under neither: the name does not decide it.
"""

from __future__ import annotations

_MINING = """
    煤炭开采和洗选业 石油和天然气开采业 黑色金属矿采选业 有色金属矿采选业 非金属矿采选业 开采专业及辅助性活动
    其他采矿业"""
_MAKING = """
    农副食品加工业 食品制造业 酒、饮料和精制茶制造业 烟草制品业 纺织业 纺织服装、服饰业
    皮革、毛皮、羽毛及其制品和制鞋业 木材加工和木、竹、藤、棕、草制品业 家具制造业 造纸和纸制品业
    印刷和记录媒介复制业 文教、工美、体育和娱乐用品制造业 石油、煤炭及其他燃料加工业 化学原料和化学制品制造业
    医药制造业 化学纤维制造业 橡胶和塑料制品业 非金属矿物制品业 黑色金属冶炼和压延加工业 有色金属冶炼和压延加工业
    金属制品业 通用设备制造业 专用设备制造业 汽车制造业 铁路、船舶、航空航天和其他运输设备制造业
    电气机械和器材制造业 计算机、通信和其他电子设备制造业 仪器仪表制造业 其他制造业 废弃资源综合利用业
    金属制品、机械和设备修理业"""
_SUPPLY = "电力、热力生产和供应业 燃气生产和供应业 水的生产和供应业"

# code → accepted names; the first is the standard's own.
INDUSTRIES: dict[str, tuple[str, ...]] = {
    "agriculture": ("农、林、牧、渔业", "农林牧渔业", "农业", "林业", "畜牧业", "渔业", "农林牧渔"),
    "industry": (
        "工业",
        "制造业",
        "采矿业",
        "电力、热力、燃气及水生产和供应业",
        "制造",
        *_MINING.split(),
        *_MAKING.split(),
        *_SUPPLY.split(),
    ),
    "construction": (
        "建筑业",
        "建筑",
        "房屋建筑业",
        "土木工程建筑业",
        "建筑安装业",
        "建筑装饰、装修和其他建筑业",
    ),
    "wholesale": ("批发业", "批发"),
    "retail": ("零售业", "零售"),
    "transport": (
        "交通运输业",
        "交通运输",
        "道路运输业",
        "水上运输业",
        "航空运输业",
        "管道运输业",
        "装卸搬运和运输代理业",
    ),
    "storage": ("仓储业", "仓储"),
    "post": ("邮政业", "邮政", "快递业"),
    "lodging": ("住宿业", "住宿"),
    "catering": ("餐饮业", "餐饮"),
    "information_transmission": (
        "信息传输业",
        "信息传输",
        "电信、广播电视和卫星传输服务",
        "互联网和相关服务",
    ),
    "software": ("软件和信息技术服务业", "软件业", "软件和信息技术服务"),
    "real_estate": ("房地产开发经营", "房地产开发"),
    "property_management": ("物业管理", "物业管理业", "物业"),
    "leasing_business": ("租赁和商务服务业", "租赁业", "商务服务业"),
    "other": (
        "其他未列明行业",
        "其它未列明行业",
        "其他行业",
        "其他",
        "其它",
        "科学研究和技术服务业",
        "水利、环境和公共设施管理业",
        "居民服务、修理和其他服务业",
        "社会工作",
        "文化、体育和娱乐业",
    ),
}
