using System.Diagnostics;

namespace TriageMesh.Platform.Telemetry;

/// <summary>Keeps one trace a mention, although mentions travel in batches.</summary>
public static class MentionTrace
{
    /// <summary>Starts a span under the mention's own trace and links it to the batch that is being worked on.</summary>
    /// <returns>Null where nobody listens or the mention carries no context.</returns>
    public static Activity? Start(ActivitySource source, string name, string? traceParent)
    {
        if (
            !source.HasListeners()
            || traceParent is null
            || !ActivityContext.TryParse(traceParent, traceState: null, isRemote: true, out var parent)
        )
        {
            return null;
        }

        var batch = Activity.Current is { } current ? new[] { new ActivityLink(current.Context) } : null;
        return source.StartActivity(ActivityKind.Consumer, parent, links: batch, name: name);
    }
}
