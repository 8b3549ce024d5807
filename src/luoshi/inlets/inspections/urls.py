"""Addresses of inspections."""

from django.urls import path

from luoshi.inlets.inspections.views import drawing, findings, planning, visiting

app_name = "inspections"
urlpatterns = [
    path("", planning.home, name="home"),
    path("plans/new/", planning.new_plan, name="new_plan"),
    path("plans/<uuid:plan_id>/", planning.plan, name="plan"),
    path("plans/<uuid:plan_id>/add/", planning.add_item, name="add_item"),
    path("plans/<uuid:plan_id>/approve/", planning.approve, name="approve"),
    path("items/<uuid:item_id>/draw/", drawing.commit, name="commit"),
    path("draws/<uuid:inspection_id>/", drawing.draw, name="draw"),
    path("draws/<uuid:inspection_id>/again/", drawing.again, name="again"),
    path("draws/<uuid:inspection_id>/draw.json", drawing.draw_file, name="draw_file"),
    path("redraw.py", drawing.script, name="script"),
    path("visits/<uuid:visit_id>/", visiting.visit, name="visit"),
    path("visits/<uuid:visit_id>/look/<uuid:matter_id>/", visiting.look, name="look"),
    path("visits/<uuid:visit_id>/paper/<uuid:matter_id>/", visiting.paper, name="paper"),
    path("visits/<uuid:visit_id>/end/", visiting.end, name="end"),
    path("visits/<uuid:visit_id>/aside/", visiting.aside, name="aside"),
    path("visits/<uuid:visit_id>/finding/", findings.write, name="write_finding"),
    path("conflict/", visiting.conflict, name="conflict"),
    path("findings/<uuid:finding_id>/", findings.finding, name="finding"),
    path("findings/<uuid:finding_id>/sign/", findings.sign, name="sign"),
    path("findings/<uuid:finding_id>/object/", findings.object_to, name="object"),
    path("findings/<uuid:finding_id>/decide/", findings.decide, name="decide"),
    path("findings/<uuid:finding_id>/notice/", findings.notice, name="notice"),
    path("findings/<uuid:finding_id>/files/<uuid:file_id>/", findings.file, name="file"),
    path("estimate/<uuid:unit_id>/", planning.estimate, name="estimate"),
]
