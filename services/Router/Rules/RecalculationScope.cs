namespace TriageMesh.Router.Rules;

/// <summary>What is to be counted anew: what one policy loses or gains, the clocks of one calendar, or everything.</summary>
internal sealed record RecalculationScope(Guid? PolicyKey, Guid? CalendarId)
{
    public static RecalculationScope Everything { get; } = new(null, null);

    /// <summary>True where a ticket that goes from one policy to the other is meant.</summary>
    public bool Concerns(Guid after, Guid before) => PolicyKey is not { } key || key == after || key == before;
}
