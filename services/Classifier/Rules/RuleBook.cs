using TriageMesh.Contracts;

namespace TriageMesh.Classifier.Rules;

/// <summary>The rules that are switched on, in order. Immutable: one instance serves every thread.</summary>
internal sealed class RuleBook
{
    public RuleBook(long revision, IEnumerable<LabelRule> rules)
    {
        Revision = revision;
        Rules = [.. rules.OrderBy(rule => rule.Definition.Order).ThenBy(rule => rule.Mark.RuleId)];
        Before = [.. Rules.Where(rule => rule.Definition.Stage == RuleStage.Before)];
        After = [.. Rules.Where(rule => rule.Definition.Stage == RuleStage.After)];
    }

    public static RuleBook Empty { get; } = new(0, []);

    /// <summary>The newest change that is in it.</summary>
    public long Revision { get; }

    public IReadOnlyList<LabelRule> Rules { get; }

    public LabelRule[] Before { get; }

    public LabelRule[] After { get; }

    /// <summary>The same with one more rule, or with another version of one.</summary>
    public RuleBook With(LabelRule rule) =>
        new(Revision, [.. Rules.Where(other => other.Mark.RuleId != rule.Mark.RuleId), rule]);
}
