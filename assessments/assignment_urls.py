"""The board, reassignment, recusal, and items that fall out."""

from django.urls import path

from assessments.views import board, falling_out, recusals

urlpatterns = [
    # the board
    path("board/", board.board, name="board"),
    path("board/reassign/", board.reassign, name="board_reassign"),
    path("assignments/<uuid:public_id>/proof.json", board.assignment_proof, name="assignment_proof"),
    path("replacements/", falling_out.replacement_list, name="replacement_list"),
    # from a sheet
    path("sheet/<uuid:public_id>/recuse/", recusals.recuse, name="sheet_recuse"),
    path("sheet/<uuid:public_id>/replace/", falling_out.replace, name="sheet_replace"),
    # in advance
    path("recusals/", recusals.recusal_list, name="recusal_list"),
    path("recusals/new/", recusals.declare, name="recusal_declare"),
    path("recusal/<uuid:public_id>/withdraw/", recusals.withdraw, name="recusal_withdraw"),
]
