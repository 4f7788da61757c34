import type { components as Classifier } from "./generated/classifier";
import type { components as Router } from "./generated/router";

type R = Router["schemas"];
type C = Classifier["schemas"];

export type PolicyView = R["PolicyView"];
export type PolicyDefinition = R["PolicyDefinition"];
export type StepDefinition = R["StepDefinition"];
export type StepRecipient = R["StepRecipient"];
export type StepAction = R["StepAction"];
export type CalendarView = R["CalendarView"];
export type CalendarDefinition = R["CalendarDefinition"];
export type CalendarPreview = R["CalendarPreview"];
export type CalendarImportView = R["CalendarImportView"];
export type DayDefinition = R["DayDefinition"];
export type SpanDefinition = R["SpanDefinition"];
export type ShiftDefinition = R["ShiftDefinition"];
export type ShiftView = R["ShiftView"];
export type RecalculationPreview = R["RecalculationPreview"];
export type DutyView = R["DutyView"];
export type OrderPatternView = R["OrderPatternView"];
export type QueueAssignment = R["QueueAssignment"];
export type RateView = R["RateView"];
export type LaneAlertView = R["LaneAlertView"];
export type SlaReport = R["SlaReport"];
export type SlaReportRow = R["SlaReportRow"];
export type PromiseFigures = R["PromiseFigures"];
export type HeatHour = R["HeatHour"];
export type PauseReportRow = R["PauseReportRow"];

export type CorrectionView = C["CorrectionView"];
export type ModelVersionView = C["ModelVersionView"];
export type RetrainingView = C["RetrainingView"];
export type RuleView = C["RuleView"];
export type RuleDefinition = C["RuleDefinition"];
export type RuleTryRequest = C["RuleTryRequest"];
export type RuleTryView = C["RuleTryView"];
export type ClassifyAnswer = C["ClassifyAnswer"];
