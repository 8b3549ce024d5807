"""Shows the pages of the gallery, as a viewer who holds two posts."""

from pathlib import Path

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import reverse

from luoshi.base import trace
from luoshi.people.viewer import Duty
from luoshi.web import errors
from luoshi.web.access import duty, signed_in
from luoshi.web.forms import FormPage, form_response, kept
from luoshi.web.tests.gallery.contents import CONTEXT, VIEWER

HERE = Path(__file__).parent
NAMES = ("desk", "empty", "parts", "form", "refused", "matter", "list", "board", "review", "public", "error")
MENU = {"desk": "工作台", "matter": "事项", "review": "文件", "board": "看板", "list": "报表", "parts": "单位"}
ICONS = {"desk": "desk", "matter": "matter", "review": "document", "board": "board", "list": "report", "parts": "unit"}


class ClaimForm(forms.Form):
    words = forms.CharField(label="完成情况", widget=forms.Textarea, help_text="两三句话即可；已报过的不必再写。")
    on = forms.DateField(label="完成日期", widget=forms.DateInput(attrs={"type": "date"}))
    kind = forms.ChoiceField(
        label="佐证类别", choices=[("a", "本单位材料"), ("b", "第三方记录")], widget=forms.RadioSelect
    )
    file = forms.FileField(label="佐证文件", required=False, help_text="不超过 20 MB。")
    answered = forms.BooleanField(label="已当面告知群众", required=False)


class FilterForm(forms.Form):
    q = forms.CharField(label="查找", required=False)
    state = forms.ChoiceField(label="状态", choices=[("", "全部"), ("a", "待签收")], required=False)
    light = forms.ChoiceField(label="办理时限", choices=[("", "全部"), ("red", "超期")], required=False)


def show(request, name):
    request.viewer = None if name == "public" else VIEWER
    if name == "error":
        return errors.not_found(request)
    if name == "desk":
        messages.success(request, "已签收 11 件。")
    shown = {
        "form": ClaimForm({"words": ""} if name == "refused" else None),
        "filter_form": FilterForm(request.GET or {"state": "a"}),
        "menu": [{"title": MENU[key], "icon": ICONS[key], "url": f"/gallery/{key}/"} for key in MENU],
        "here": request.path,
        **CONTEXT,
    }
    template = engines["django"].from_string((HERE / f"{name}.html").read_text("utf-8"))
    return HttpResponse(template.render(shown, request), status=422 if name == "refused" else 200)


class NoteForm(forms.Form):
    words = forms.CharField(widget=forms.Textarea)
    units = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B"), ("c", "C")], required=False)
    password = forms.CharField(required=False)


NOTE = FormPage("Note", "Send", 1, "Notice no. 7", "/nowhere/")


@signed_in
def note(request):
    form = NoteForm(request.POST or None, initial=kept(request))
    if form.is_valid():
        return redirect("nowhere")
    return form_response(request, form, NOTE)


@signed_in
def two(request):
    return form_response(request, NoteForm(initial=kept(request, to=reverse("second"))), NOTE)


@signed_in
def second(request):
    return HttpResponse(status=204)


@duty(Duty.OFFICE)
def office(request):
    return HttpResponse(f"{request.viewer.person_name} {trace.request_id()}")
