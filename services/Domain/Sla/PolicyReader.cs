using NodaTime;
using TriageMesh.Contracts;

namespace TriageMesh.Domain.Sla;

/// <summary>Reads a policy's definition and notes every mistake under the name of its field.</summary>
internal static class PolicyReader
{
    private const int MaxMinutes = 366 * 24 * 60;

    public static SlaPolicy Read(Guid id, int version, Instant effectiveFrom, PolicyDefinition definition)
    {
        var mistakes = new Mistakes();
        if (string.IsNullOrWhiteSpace(definition.Name))
        {
            mistakes.Add("name", "A policy needs a name.");
        }

        if (definition.CalendarId == Guid.Empty)
        {
            mistakes.Add("calendar_id", "A policy needs a calendar.");
        }

        var targets = ReadTargets(definition.TargetMinutes ?? new Dictionary<string, int>(), mistakes);
        var reopen = definition.ReopenMinutes is { } minutes ? ReadTarget(minutes, "reopen_minutes", mistakes) : null;
        var steps = ReadSteps(definition.Steps ?? [], targets, reopen, mistakes);
        if (mistakes.Any)
        {
            throw new PolicyDefinitionException(mistakes.ByField());
        }

        return new SlaPolicy
        {
            Id = id,
            Version = version,
            Name = definition.Name,
            Order = definition.Order,
            EffectiveFrom = effectiveFrom,
            CalendarId = definition.CalendarId,
            Match = definition.Match ?? new PolicyMatch(),
            Targets = targets,
            ReopenTarget = reopen,
            Steps = steps,
        };
    }

    private static Dictionary<ClockKind, Duration> ReadTargets(
        IReadOnlyDictionary<string, int> definition,
        Mistakes mistakes
    )
    {
        if (definition.Count == 0)
        {
            mistakes.Add("target_minutes", "A policy promises something: give at least one clock its target.");
        }

        var targets = new Dictionary<ClockKind, Duration>();
        foreach (var (name, minutes) in definition)
        {
            var field = $"target_minutes.{name}";
            if (!WireName<ClockKind>.TryParse(name, out var kind))
            {
                mistakes.Add(field, $"'{name}' is not a clock; write {string.Join(", ", WireName<ClockKind>.All)}.");
            }
            else if (ReadTarget(minutes, field, mistakes) is { } target)
            {
                targets[kind] = target;
            }
        }

        return targets;
    }

    private static Duration? ReadTarget(int minutes, string field, Mistakes mistakes)
    {
        if (minutes is >= 1 and <= MaxMinutes)
        {
            return Duration.FromMinutes(minutes);
        }

        mistakes.Add(field, $"{minutes} is not a target; write 1 to {MaxMinutes} working minutes.");
        return null;
    }

    private static List<PolicyStep> ReadSteps(
        IReadOnlyList<StepDefinition> definition,
        Dictionary<ClockKind, Duration> targets,
        Duration? reopen,
        Mistakes mistakes
    )
    {
        var steps = new List<PolicyStep>(definition.Count);
        for (var i = 0; i < definition.Count; i++)
        {
            var (written, field) = (definition[i], $"steps[{i}]");
            if (!StepPoint.TryParse(written.At, out var point))
            {
                mistakes.Add($"{field}.at", $"'{written.At}' is not a point; write 80%, due, -15m or +2h.");
                continue;
            }

            var step = new PolicyStep(point, written.Recipients ?? [], written.Actions ?? [], written.Clocks ?? []);
            if (steps.Any(other => other.Point == point && Meet(other, step)))
            {
                mistakes.Add($"{field}.at", "There is another step at this point.");
            }

            if (step.Actions.Contains(StepAction.Notify) && step.Recipients.Count == 0)
            {
                mistakes.Add($"{field}.recipients", "Say who is to be notified.");
            }

            if (Shortest(step, targets, reopen) is { } shortest && point.UsedOf(shortest) <= Duration.Zero)
            {
                mistakes.Add(
                    $"{field}.at",
                    $"This lies before the start of a clock of {shortest.TotalMinutes} minutes."
                );
            }

            steps.Add(step);
        }

        return steps;
    }

    private static bool Meet(PolicyStep one, PolicyStep other) =>
        one.Clocks.Count == 0 || other.Clocks.Count == 0 || one.Clocks.Intersect(other.Clocks).Any();

    private static Duration? Shortest(PolicyStep step, Dictionary<ClockKind, Duration> targets, Duration? reopen)
    {
        var own = targets.Where(target => step.BelongsTo(target.Key)).Select(target => target.Value).ToList();
        if (reopen is { } shorter && step.BelongsTo(ClockKind.NextResponse))
        {
            own.Add(shorter);
        }

        return own.Count > 0 ? own.Min() : null;
    }
}
