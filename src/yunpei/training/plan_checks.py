"""Whether a class as planned can be held with its course: asked when it is made, and when its plan is amended."""

from __future__ import annotations

from yunpei.catalogue import queries as catalogue
from yunpei.catalogue.types import CourseState
from yunpei.common.errors import NotFound, Problem
from yunpei.common.language import Text
from yunpei.policy.cells import norm_project
from yunpei.training.types import Mode, PlanFacts


def hours_problems(plan: PlanFacts) -> list[Problem]:
    """Days in order, and hours that somebody can have."""
    problems = []
    if plan.ends_on < plan.starts_on:
        problems.append(Problem("ends_on", Text("结束日期早于开班日期", "the class ends before it begins")))
    if not 0 < (plan.required_hours or plan.planned_hours) <= plan.planned_hours:
        zh, en = "课时应大于零，合格课时不超过计划课时", "hours must be above zero, and required ones within the plan"
        problems.append(Problem("planned_hours", Text(zh, en)))
    return problems


def course_problems(plan: PlanFacts, hour_seconds: int) -> list[Problem]:
    """Its course is there, of the plan's project, and long enough. hour_seconds: of a class hour in this class."""
    try:
        course = catalogue.course(plan.course_id)
    except NotFound:
        return [Problem("course_id", Text("没有这门课程", "no such course"))]
    problems = []
    if course.state is not CourseState.PUBLISHED:
        problems.append(Problem("course_id", Text("课程未发布或已停用", "the course is not published, or retired")))
    if norm_project(course.project) != norm_project(plan.project):
        problems.append(
            Problem("project", Text(f"课程属于培训项目“{course.project}”", f"the course belongs to {course.project}"))
        )
    needed = (plan.required_hours or plan.planned_hours) * hour_seconds
    if plan.mode is Mode.ONLINE and course.seconds < needed:
        problems.append(
            Problem(
                "planned_hours",
                Text(
                    f"课程共{course.seconds // 60}分钟，学完也不够{needed // 60}分钟，无人能够完成",
                    f"the course has {course.seconds // 60} minutes and {needed // 60} are needed: nobody could finish",
                ),
            )
        )
    return problems
