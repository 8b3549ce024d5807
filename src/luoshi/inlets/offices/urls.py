"""Addresses of offices."""

from django.urls import URLPattern, path

from luoshi.inlets.offices.views import accounts, campaigns, posts, units

app_name = "offices"
urlpatterns: list[URLPattern] = [
    path("units/", units.units, name="units"),
    path("units/units.xlsx", units.units_sheet, name="units_sheet"),
    path("units/import/", units.send_list, name="import"),
    path("units/import/<uuid:list_id>/", units.look, name="look"),
    path("units/<uuid:unit_id>/", units.unit, name="unit"),
    path("units/<uuid:unit_id>/open/", units.open_unit, name="open_unit"),
    path("units/<uuid:unit_id>/rename/", units.rename_unit, name="rename_unit"),
    path("units/<uuid:unit_id>/other-name/", units.add_other_name, name="add_other_name"),
    path("units/<uuid:unit_id>/move/", units.move_unit, name="move_unit"),
    path("units/<uuid:unit_id>/close/", units.close_unit, name="close_unit"),
    path("units/<uuid:unit_id>/post/", posts.open_post, name="open_post"),
    path("posts/", posts.posts, name="posts"),
    path("posts/posts.xlsx", posts.posts_sheet, name="posts_sheet"),
    path("posts/<uuid:post_id>/", posts.post, name="post"),
    path("posts/<uuid:post_id>/appoint/", posts.appoint, name="appoint"),
    path("posts/<uuid:post_id>/cover/", posts.cover, name="cover"),
    path("tenures/<uuid:tenure_id>/end/", posts.end_tenure, name="end_tenure"),
    path("persons/<uuid:person_id>/", posts.person, name="person"),
    path("persons/<uuid:person_id>/hand-over/", posts.hand_over, name="hand_over"),
    path("campaigns/", campaigns.campaigns, name="campaigns"),
    path("campaigns/open/", campaigns.open_campaign, name="open_campaign"),
    path("campaigns/templates/", campaigns.templates, name="templates"),
    path("campaigns/templates/keep/", campaigns.keep_template, name="keep_template"),
    path("campaigns/templates/<uuid:template_id>/", campaigns.template, name="template"),
    path("campaigns/<uuid:campaign_id>/", campaigns.campaign, name="campaign"),
    path("campaigns/<uuid:campaign_id>/add/", campaigns.add_to_campaign, name="add_to_campaign"),
    path("campaigns/<uuid:campaign_id>/drop/<slug:key>/", campaigns.drop_addition, name="drop_addition"),
    path("campaigns/<uuid:campaign_id>/end/", campaigns.end_campaign, name="end_campaign"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/open/", accounts.create_account, name="create_account"),
    path("accounts/<int:account_id>/", accounts.account, name="account"),
    path("accounts/<int:account_id>/change/", accounts.change_account, name="change_account"),
    path("acts/", accounts.deeds, name="deeds"),
    path("sign-ins/", accounts.sign_ins, name="sign_ins"),
    path("me/", accounts.me, name="me"),
]
