"""Why a millisecond does not count: the one table that the clock, the pages, the export and the tests read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from yunpei.common.language import Text


class Reason(StrEnum):
    """Codes as they stand in receipts: never renamed, never given a second meaning."""

    GAP = "gap"
    PAUSED = "paused"
    HIDDEN = "hidden"
    CHALLENGE = "challenge"
    SEEK = "seek"
    RATE = "rate"
    REPEAT = "repeat"
    PARALLEL = "parallel"
    DEVICE = "device"
    DAILY_CAP = "daily_cap"
    OUTSIDE = "outside"
    IDENTITY = "identity"
    FINISHED = "finished"
    SPACING = "spacing"


@dataclass(frozen=True, slots=True)
class Explained:
    """What a learner reads beside the time that was not counted, and what can be done about it."""

    name: Text
    text: Text
    again: bool  # the same content may still be earned by watching it again


REASONS: dict[Reason, Explained] = {
    Reason.GAP: Explained(
        Text("断线", "Lost line"),
        Text(
            "超过45秒没有收到学习信号，这一整段不计；未看的部分可以回看补上。",
            "No sign of study for more than 45 s: the whole stretch is left out; watch that part again to earn it.",
        ),
        again=True,
    ),
    Reason.PAUSED: Explained(
        Text("暂停", "Paused"),
        Text("画面没有播放（暂停或缓冲）的时间不计。", "Time in which nothing played, paused or loading, is left out."),
        again=True,
    ),
    Reason.HIDDEN: Explained(
        Text("不在屏幕上", "Off screen"),
        Text(
            "学习页面被切走或最小化的时间不计；回到页面后可以回看补上。",
            "The page was in the background: that time is left out; watch that part again to earn it.",
        ),
        again=True,
    ),
    Reason.CHALLENGE: Explained(
        Text("未应答", "Not answered"),
        Text(
            "没有按时答对，等待应答的时间不计；应答后可以回看补上。",
            "A challenge was not answered in time; the waiting time is left out. Answer, and watch that part again to earn it.",
        ),
        again=True,
    ),
    Reason.SEEK: Explained(
        Text("跳看", "Skipped ahead"),
        Text(
            "首次观看跳过了未看的部分；请回到已看到的位置继续。",
            "A first viewing jumped past what was watched; go back to where you were to go on earning.",
        ),
        again=True,
    ),
    Reason.RATE: Explained(
        Text("倍速过快", "Too fast"),
        Text("播放速度超过1.25倍的时间不计。", "Time played faster than 1.25× is left out."),
        again=True,
    ),
    Reason.REPEAT: Explained(
        Text("重复观看", "Watched before"),
        Text(
            "这部分已经计过时间；重看可以补足以前没有计入的时间，但不重复计。",
            "This part has earned its time already; watching again fills what is missing, never counts twice.",
        ),
        again=False,
    ),
    Reason.PARALLEL: Explained(
        Text("同时学习", "Two at once"),
        Text(
            "同一人在另一处打开了学习，这一处从最后一次信号起不计。",
            "The same person opened a lesson elsewhere: here nothing counts after the last sign of study.",
        ),
        again=True,
    ),
    Reason.DEVICE: Explained(
        Text("设备不符", "Other device"),
        Text(
            "本人在另一台设备上打开了学习，这台设备从最后一次信号起不计。",
            "A lesson was opened on another device: on this one nothing counts after the last sign of study.",
        ),
        again=True,
    ),
    Reason.DAILY_CAP: Explained(
        Text("超过每日上限", "Daily limit"),
        Text("当天计入的时间已到上限；明天可以继续。", "The day's limit is reached; go on tomorrow."),
        again=True,
    ),
    Reason.OUTSIDE: Explained(
        Text("不在培训期内", "Outside the class"),
        Text("班级已结束，或本人已不在班级名单内。", "The class is over, or the person is no longer on its list."),
        again=False,
    ),
    Reason.IDENTITY: Explained(
        Text("身份未核验", "Identity not checked"),
        Text("没有通过身份核验，相应时间不计。", "An identity check was not passed; its time is left out."),
        again=True,
    ),
    Reason.FINISHED: Explained(
        Text("已学满", "Finished"),
        Text(
            "本课计划时长已全部计入，多看的时间不再计。",
            "The lesson's planned length is earned; more time adds nothing.",
        ),
        again=False,
    ),
    Reason.SPACING: Explained(
        Text("信号过密", "Too close"),
        Text(
            "两次学习信号相隔不足5秒，这一段不计。", "Two signs of study less than 5 s apart; the stretch is left out."
        ),
        again=True,
    ),
}
