namespace TriageMesh.Contracts.Messages;

/// <summary>The rule that decided a label, in the version that it had.</summary>
public sealed record RuleMark(Guid RuleId, int Version, string Name, RuleStage Stage);
