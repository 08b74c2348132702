"""All rules, named one by one; a test proves the list complete."""

from importlib.metadata import entry_points

from checks.content.c601_unanswered_message import unanswered_message
from checks.content.c602_late_answer import late_answer
from checks.content.c603_incomplete_answer import incomplete_answer
from checks.content.c604_stale_messages import stale_messages
from checks.content.c605_missing_consultation import missing_consultation
from checks.content.c606_incomplete_guide import incomplete_guide
from checks.content.c607_vague_materials import vague_materials
from checks.content.c608_missing_form import missing_form
from checks.content.c609_unclear_materials import unclear_materials
from checks.content.c610_bare_basis import bare_basis
from checks.content.c611_uninterpreted_document import uninterpreted_document
from checks.content.c612_unlinked_document import unlinked_document
from checks.content.c613_unlinked_interpretation import unlinked_interpretation
from checks.content.c614_incomplete_leader import incomplete_leader
from checks.content.c615_stale_profile import stale_profile
from checks.content.c616_missing_duties import missing_duties
from checks.content.c617_missing_services import missing_services
from checks.content.c618_missing_statistics import missing_statistics
from checks.content.c620_ended_document_listed import ended_document_listed
from checks.content.c621_missing_in_catalogue import missing_in_catalogue
from checks.content.c622_term_run_out import term_run_out
from checks.freshness.f301_stale_column import stale_column
from checks.freshness.f302_empty_column import empty_column
from checks.freshness.f303_undated_article import undated_article
from checks.freshness.f304_due_soon import due_soon
from checks.freshness.f305_future_date import future_date
from checks.freshness.f306_dates_disagree import dates_disagree
from checks.freshness.f307_stale_home import stale_home
from checks.freshness.f308_repealed_document import repealed_document
from checks.freshness.f309_closed_call import closed_call
from checks.freshness.f310_late_page import late_page
from checks.freshness.f311_back_filled_column import back_filled_column
from checks.freshness.f312_altered_date import altered_date
from checks.freshness.f313_late_disclosure import late_disclosure
from checks.freshness.f314_missing_year import missing_year
from checks.freshness.f315_impossible_row_date import impossible_row_date
from checks.freshness.f316_late_budget import late_budget
from checks.links.l401_broken_link import broken_link
from checks.links.l402_dead_attachment import dead_attachment
from checks.links.l403_soft_404 import soft_404
from checks.links.l404_dead_resource import dead_resource
from checks.links.l405_dead_fragment import dead_fragment
from checks.links.l406_malformed_address import malformed_address
from checks.links.l407_long_unreachable import long_unreachable
from checks.links.l408_sent_home import sent_home
from checks.links.l409_login_wall import login_wall
from checks.links.l411_hidden_link import hidden_link
from checks.links.l412_foreign_script import foreign_script
from checks.links.l413_lost_domain import lost_domain
from checks.links.l414_cloaking import cloaking
from checks.links.l415_template_changed import template_changed
from checks.links.l416_mixed_content import mixed_content
from checks.privacy.p201_id_number import id_number
from checks.privacy.p202_mobile_number import mobile_number
from checks.privacy.p203_bank_card import bank_card
from checks.privacy.p204_home_address import home_address
from checks.privacy.p205_other_papers import other_papers
from checks.privacy.p206_number_plate import number_plate
from checks.privacy.p207_private_contact import private_contact
from checks.privacy.p208_health_and_hardship import health_and_hardship
from checks.privacy.p209_minors import minors
from checks.privacy.p210_weak_masking import weak_masking
from checks.privacy.p211_complementing_lists import complementing_lists
from checks.privacy.p213_complementing_pages import complementing_pages
from checks.privacy.p221_secrecy_mark import secrecy_mark
from checks.privacy.p222_internal_mark import internal_mark
from checks.privacy.p223_not_for_disclosure import not_for_disclosure
from checks.report.a701_applications_unbalanced import applications_unbalanced
from checks.report.a702_results_unbalanced import results_unbalanced
from checks.report.a703_row_unbalanced import row_unbalanced
from checks.report.a704_disputes_unbalanced import disputes_unbalanced
from checks.report.a705_bad_figure import bad_figure
from checks.report.a706_departmental_regulation import departmental_regulation
from checks.report.a707_told_otherwise import told_otherwise
from checks.report.a708_wrong_year import wrong_year
from checks.report.a709_late_report import late_report
from checks.report.a710_unsigned_report import unsigned_report
from checks.report.a711_report_structure import report_structure
from checks.report.a712_dropped_application import dropped_application
from checks.report.a713_carried_over import carried_over
from checks.report.a714_valid_count import valid_count
from checks.report.a715_subordinate_totals import subordinate_totals
from checks.report.a716_papers_counted import papers_counted
from checks.rule import AnyRule
from checks.site.s501_missing_footer_mark import missing_footer_mark
from checks.site.s502_missing_page_tag import missing_page_tag
from checks.site.s503_charset_conflict import charset_conflict
from checks.site.s504_site_code_mismatch import site_code_mismatch
from checks.site.s505_record_number import record_number
from checks.site.s506_find_fault_entry import find_fault_entry
from checks.site.s507_domain_form import domain_form
from checks.site.s508_disclosure_parts import disclosure_parts
from checks.site.s509_wrong_page_tag import wrong_page_tag
from checks.site.s510_missing_search import missing_search
from checks.site.s511_unfound_title import unfound_title
from checks.site.s512_contact_data import contact_data
from checks.site.s513_poor_accessibility import poor_accessibility
from checks.site.s514_unnamed_home import unnamed_home
from checks.site.s515_template_residue import template_residue
from checks.site.s516_institution_mark import institution_mark
from checks.site.s517_incomplete_disclosure_guide import incomplete_disclosure_guide
from checks.site.s520_bad_certificate import bad_certificate
from checks.site.s521_plain_http import plain_http
from checks.site.s522_missing_ipv6 import missing_ipv6
from checks.words.w101_wrong_word import wrong_word
from checks.words.w102_improper_wording import improper_wording
from checks.words.w103_doubled_word import doubled_word
from checks.words.w104_withdrawn_institution import withdrawn_institution
from checks.words.w105_document_number import document_number
from checks.words.w106_impossible_date import impossible_date
from checks.words.w107_weekday_mismatch import weekday_mismatch
from checks.words.w108_reversed_range import reversed_range
from checks.words.w109_amount_mismatch import amount_mismatch
from checks.words.w110_total_mismatch import total_mismatch
from checks.words.w111_count_mismatch import count_mismatch
from checks.words.w112_document_year import document_year
from checks.words.w113_skipped_number import skipped_number
from checks.words.w114_unpaired_mark import unpaired_mark
from checks.words.w115_broken_enumeration import broken_enumeration
from checks.words.w116_letter_in_year import letter_in_year
from checks.words.w117_misquoted_phrase import misquoted_phrase
from checks.words.w118_misspelt_place import misspelt_place
from checks.words.w119_foreign_place import foreign_place
from checks.words.w120_suspected_misspelling import suspected_misspelling
from checks.words.w121_tampering_term import tampering_term
from checks.words.w122_possible_misspelling import possible_misspelling
from checks.words.w131_misspelt_leader import misspelt_leader
from checks.words.w132_wrong_title import wrong_title
from checks.words.w133_wrong_order import wrong_order
from checks.words.w141_punctuation import punctuation
from checks.words.w142_half_width_mark import half_width_mark
from checks.words.w143_numeral_form import numeral_form
from checks.words.w144_unit_form import unit_form

RULES: tuple[AnyRule, ...] = (
    wrong_word,
    improper_wording,
    doubled_word,
    withdrawn_institution,
    document_number,
    impossible_date,
    weekday_mismatch,
    reversed_range,
    amount_mismatch,
    total_mismatch,
    count_mismatch,
    document_year,
    skipped_number,
    unpaired_mark,
    broken_enumeration,
    letter_in_year,
    misquoted_phrase,
    suspected_misspelling,
    tampering_term,
    possible_misspelling,
    misspelt_place,
    foreign_place,
    misspelt_leader,
    wrong_title,
    wrong_order,
    punctuation,
    half_width_mark,
    numeral_form,
    unit_form,
    id_number,
    mobile_number,
    bank_card,
    home_address,
    other_papers,
    number_plate,
    private_contact,
    health_and_hardship,
    minors,
    weak_masking,
    complementing_lists,
    complementing_pages,
    secrecy_mark,
    internal_mark,
    not_for_disclosure,
    stale_column,
    empty_column,
    undated_article,
    due_soon,
    future_date,
    dates_disagree,
    stale_home,
    repealed_document,
    closed_call,
    late_page,
    back_filled_column,
    altered_date,
    late_disclosure,
    missing_year,
    impossible_row_date,
    late_budget,
    broken_link,
    dead_attachment,
    soft_404,
    long_unreachable,
    sent_home,
    login_wall,
    lost_domain,
    cloaking,
    dead_resource,
    dead_fragment,
    malformed_address,
    hidden_link,
    foreign_script,
    template_changed,
    mixed_content,
    missing_footer_mark,
    missing_page_tag,
    charset_conflict,
    site_code_mismatch,
    record_number,
    find_fault_entry,
    domain_form,
    disclosure_parts,
    wrong_page_tag,
    missing_search,
    unfound_title,
    contact_data,
    poor_accessibility,
    unnamed_home,
    template_residue,
    institution_mark,
    incomplete_disclosure_guide,
    bad_certificate,
    plain_http,
    missing_ipv6,
    unanswered_message,
    late_answer,
    incomplete_answer,
    stale_messages,
    missing_consultation,
    incomplete_guide,
    vague_materials,
    missing_form,
    unclear_materials,
    bare_basis,
    uninterpreted_document,
    unlinked_document,
    unlinked_interpretation,
    incomplete_leader,
    stale_profile,
    missing_duties,
    missing_services,
    missing_statistics,
    ended_document_listed,
    missing_in_catalogue,
    term_run_out,
    applications_unbalanced,
    results_unbalanced,
    row_unbalanced,
    disputes_unbalanced,
    bad_figure,
    departmental_regulation,
    told_otherwise,
    wrong_year,
    late_report,
    unsigned_report,
    report_structure,
    dropped_application,
    carried_over,
    valid_count,
    subordinate_totals,
    papers_counted,
)

# Codes that were used once; they never come back with another meaning.
RETIRED: frozenset[str] = frozenset()


def load_rules() -> tuple[AnyRule, ...]:
    """Return the built-in rules and those that other packages add as `xunjian.rules`."""
    added = [entry.load() for entry in entry_points(group="xunjian.rules")]
    return (*RULES, *added)
