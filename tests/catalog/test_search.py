"""Finding items by what people say: everyday phrases, pinyin, slips; the right one in the first three."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.catalog import search
from yichuang.catalog.demo.schema import demo_items
from yichuang.catalog.search.ranking import score

pytestmark = pytest.mark.req("R09")


@pytest.fixture(scope="module")
def catalogue() -> dict[str, search.Document]:
    return {
        item.content.name.zh: search.document(
            item.content, code=item.code,
            department=(item.department.name.zh, item.department.name.en),
        )
        for item in demo_items()
    }  # fmt: skip


PHRASES = [
    ("我要办营业执照", "公司设立登记"),
    ("办个营业执照", "个体工商户设立登记"),
    ("注册公司", "公司设立登记"),
    ("我想开个公司", "公司设立登记"),
    ("个体户怎么办理", "个体工商户设立登记"),
    ("开饭店", "食品经营许可核发"),
    ("我要开饭店", "开办餐饮店一件事"),
    ("开奶茶店需要什么材料", "食品经营许可核发"),
    ("食品许可证", "食品经营许可核发"),
    ("开药店", "药品零售企业经营许可"),
    ("注销公司", "市场主体简易注销登记"),
    ("烟草证", "烟草专卖零售许可证新办"),
    ("开网吧", "互联网上网服务营业场所经营活动审批"),
    ("开宾馆", "旅馆业特种行业许可"),
    ("开KTV", "歌舞娱乐场所从事经营活动审批"),
    ("开诊所", "医疗机构执业登记"),
    ("刻公章", "公章刻制备案"),
    ("办身份证", "居民身份证申领、换领、补领"),
    ("身份证丢了怎么补", "居民身份证申领、换领、补领"),
    ("给孩子上户口", "出生登记"),
    ("迁户口", "户口迁移审批"),
    ("暂住证", "居住证申领"),
    ("办护照", "普通护照签发"),
    ("领结婚证", "内地居民结婚登记"),
    ("离婚", "内地居民离婚登记"),
    ("领养孩子", "内地居民收养登记"),
    ("生孩子", "新生儿出生一件事"),
    ("低保", "最低生活保障对象认定、最低生活保障金给付"),
    ("老年补贴", "高龄津贴给付"),
    ("残疾证", "残疾人证新办"),
    ("社保", "城乡居民基本养老保险参保登记"),
    ("交社保", "企业社会保险登记"),
    ("办退休", "企业职工退休一件事"),
    ("失业金", "失业保险金申领"),
    ("工伤", "工伤认定"),
    ("医保报销", "医疗费用手工（零星）报销"),
    ("外地看病", "异地就医备案"),
    ("生育津贴", "生育津贴支付"),
    ("房产证", "国有建设用地使用权及房屋所有权转移登记（存量房买卖）"),
    ("买二手房", "二手房转移登记及水电气联动过户一件事"),
    ("房子抵押", "不动产抵押权首次登记"),
    ("无房证明", "不动产登记资料查询"),
    ("公租房", "公租房保障对象资格确认"),
    ("取公积金", "住房公积金提取"),
    ("公积金贷款", "住房公积金个人住房贷款"),
    ("盖房子", "农村村民宅基地审批"),
    ("施工许可证", "建筑工程施工许可"),
    ("买车交税", "车辆购置税申报"),
    ("货运证", "道路货物运输经营许可"),
    ("完税证明", "开具税收完税证明"),
    ("小学报名", "义务教育阶段入学办理"),
    ("教师资格证", "教师资格认定（幼儿园、小学、初级中学）"),
    ("护士证", "护士执业注册"),
    ("法律援助", "公民法律援助申请审批"),
    ("砍树", "林木采伐许可证核发"),
    ("养猪场", "动物防疫条件合格证核发"),
    ("装电表", "供电方案答复（新装、增容用电）"),
    ("挂招牌", "店招（招牌）设置服务"),
    ("优待证", "退役军人、其他优抚对象优待证申领"),
    ("环评", "建设项目环境影响报告表审批"),
    # Pinyin, whole and initials.
    ("shenfenzheng", "居民身份证申领、换领、补领"),
    ("yingyezhizhao", "公司设立登记"),
    ("kaifandian", "食品经营许可核发"),
    ("spjy", "食品经营许可核发"),
    ("jhdj", "内地居民结婚登记"),
    ("gongjijin", "住房公积金提取"),
    # One wrong character, and one too few.
    ("居民身分证", "居民身份证申领、换领、补领"),
    ("食品经营许可正", "食品经营许可核发"),
    ("失业保检金", "失业保险金申领"),
    ("营业直照", "公司设立登记"),
    ("shiyebaoxianjn", "失业保险金申领"),
    # English.
    ("business licence", "公司设立登记"),
    ("passport", "普通护照签发"),
    ("marriage", "内地居民结婚登记"),
]


@pytest.mark.parametrize(("said", "meant"), PHRASES)
def test_what_people_say_finds_the_right_item_in_the_first_three(
    catalogue: dict[str, search.Document], said: str, meant: str
) -> None:
    found = search.ranked(search.question(said), catalogue)
    assert meant in found[:3], found[:6]


@pytest.mark.parametrize("said", ["", " ", "%", "_", "火星移民", "qqqqqqqq", "？？？"])
def test_what_nobody_handles_finds_nothing(
    catalogue: dict[str, search.Document], said: str
) -> None:
    assert search.ranked(search.question(said), catalogue) == []


def test_an_empty_answer_offers_what_is_nearest(catalogue: dict[str, search.Document]) -> None:
    asked = search.question("食品摊贩备案卡")
    assert any("食品" in name for name in search.nearest(asked, catalogue))


def test_a_name_comes_before_another_name_and_that_before_text(
    catalogue: dict[str, search.Document],
) -> None:
    marriage = catalogue["内地居民结婚登记"]
    in_name = score(search.question("居民结婚"), marriage)
    in_result = score(search.question("婚证"), marriage)
    in_text = score(search.question("民政局"), marriage)
    assert in_name > in_result > in_text > 0


@pytest.mark.parametrize("said", ["驾照", "换驾照", "车上牌", "驾驶证"])
def test_what_is_handled_elsewhere_is_found_there(said: str) -> None:
    matters = {
        "vehicles": search.named("机动车登记与驾驶证", english="Vehicles and driving licences"),
        "notary": search.named("公证", english="Notarial acts"),
    }
    assert search.ranked(search.question(said), matters) == ["vehicles"]


@given(st.text(max_size=60))
def test_whatever_is_typed_is_answered(said: str) -> None:
    asked = search.question(said)
    document = search.named("食品经营许可", english="Food licence")
    found = search.ranked(asked, {1: document})
    assert found in ([], [1])
    assert search.nearest(asked, {1: document}) in ([], [1])
