"""What a learner agrees to before a picture of their face is taken. A text that was agreed to is never changed: add the next."""

from __future__ import annotations

from collections.abc import Mapping

from yunpei.common.language import Text

CURRENT = "2026-11"
TEXTS: Mapping[str, Text] = {
    "2026-11": Text(
        "我单独同意：本平台为核验本人参加培训，收集我提交的参照照片和学习中当场拍摄的照片。照片只由本班培训单位和审核部门的工作人员人工比对，"
        "不作人脸识别，除非页面另行写明由本市人脸核验服务比对；每次查看都有记录。我可以不同意而改用验证码或预约核验，学习和补贴不受影响；"
        "也可以随时撤回同意，撤回后照片即被删除，依法必须留存的除外。",
        "I agree, apart from anything else: to check that it is me who studies, this site takes the reference picture that I hand in"
        " and photos taken while I study. People of my class's training body and of the reviewing office compare them by eye; no face"
        " recognition is used unless the page says that my city's service compares them; every look is recorded. I may refuse and be sent"
        " codes, or make an appointment, without any loss of study or subsidy. I may withdraw at any time; the pictures are then erased,"
        " but for what the law says must be kept.",
    ),
}
