import { useTranslation } from "react-i18next";
import type { RuleDefinition } from "../api/leadTypes";
import { labels, tiers } from "../queue/views";
import { Choices } from "../ui/Choices";
import { Field } from "../ui/Field";
import { LanguageChoices } from "../ui/LanguageChoices";
import { ListInput } from "../ui/ListInput";
import { NumberInput } from "../ui/NumberInput";
import { PlatformChoices } from "../ui/PlatformChoices";

interface Props {
  definition: RuleDefinition;
  fault: (field: string) => string | undefined;
  onChange: (part: RuleDefinition["when"]) => void;
}

/** When a rule holds: what is written, by whom and where; after the model also what the model said. */
export function LabelRuleWhen({ definition, fault, onChange }: Props) {
  const { t } = useTranslation();
  const when = definition.when ?? {};
  return (
    <>
      <div className="two">
        <Field text={t("learn.rule.words")} hint={t("learn.rule.wordsHint")} fault={fault("when.words")}>
          <ListInput phrases value={when.words ?? []} onChange={(words) => onChange({ words })} />
        </Field>
        <Field text={t("learn.rule.pattern")} fault={fault("when.pattern")}>
          <input
            spellCheck={false}
            value={when.pattern ?? ""}
            onChange={(event) => onChange({ pattern: event.target.value === "" ? null : event.target.value })}
          />
        </Field>
        <Field text={t("learn.rule.least")} fault={fault("when.min_followers")}>
          <NumberInput min={0} value={when.min_followers} onChange={(least) => onChange({ min_followers: least })} />
        </Field>
        <Field text={t("learn.rule.most")} fault={fault("when.max_followers")}>
          <NumberInput min={0} value={when.max_followers} onChange={(most) => onChange({ max_followers: most })} />
        </Field>
        <Field text={t("rules.accounts")} hint={t("rules.listHint")} fault={fault("when.accounts")}>
          <ListInput value={when.accounts ?? []} onChange={(accounts) => onChange({ accounts })} />
        </Field>
      </div>
      <PlatformChoices held={when.channels ?? []} onChange={(channels) => onChange({ channels })} fault={fault("when.channels")} />
      <LanguageChoices held={when.languages ?? []} onChange={(languages) => onChange({ languages })} fault={fault("when.languages")} />
      <Choices
        legend={t("learn.rule.tiers")}
        all={tiers}
        held={tiers.filter((tier) => when.author_tiers?.includes(tier))}
        text={(tier) => t(`tier.${tier}`)}
        onChange={(held) => onChange({ author_tiers: held })}
        fault={fault("when.author_tiers")}
      />
      {definition.stage === "after" ? (
        <div className="two">
          <Choices
            legend={t("learn.rule.said")}
            all={labels}
            held={when.labels ?? []}
            text={(label) => t(`label.${label}`)}
            onChange={(held) => onChange({ labels: held })}
          />
          <Field text={t("learn.rule.unsure")} fault={fault("when.confidence_below")}>
            <NumberInput min={0} max={1} step={0.05} value={when.confidence_below} onChange={(below) => onChange({ confidence_below: below })} />
          </Field>
        </div>
      ) : null}
    </>
  );
}
