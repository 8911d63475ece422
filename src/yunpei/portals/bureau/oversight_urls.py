"""Addresses of the inspectors, below oversight/."""

from __future__ import annotations

from django.urls import path

from yunpei.portals.bureau.views import complaints, draws, oversight, penalties

urlpatterns = [
    path("", oversight.home, name="oversight"),
    path("registers/", oversight.register_put, name="register_put"),
    path("holds/<int:hold>/release/", oversight.release, name="hold_release"),
    path("draws/", draws.listing, name="draws"),
    path("draws/inspector/", draws.inspector, name="inspector"),
    path("draws/<slug:number>/", draws.draw, name="draw"),
    path("draws/<slug:number>/<slug:event>/", draws.event, name="draw_event"),
    path("inspections/<uuid:public_id>/", draws.inspection, name="inspection"),
    path("inspections/<uuid:public_id>/publish/", draws.publish, name="inspection_publish"),
    path("complaints/", complaints.listing, name="complaints"),
    path("complaints/<uuid:public_id>/", complaints.complaint, name="complaint"),
    path("complaints/<uuid:public_id>/<slug:event>/", complaints.event, name="complaint_event"),
    path("penalties/", penalties.listing, name="penalties"),
    path("penalties/credit.<slug:ending>", penalties.export, name="credit_records"),
    path("penalties/<slug:number>/", penalties.penalty, name="penalty"),
    path("penalties/<slug:number>/<slug:event>/", penalties.event, name="penalty_event"),
]
