namespace TriageMesh.Contracts.Api;

/// <summary>The kinds of notifications that a person may choose about.</summary>
public static class NoticeKinds
{
    public static IReadOnlyList<string> All { get; } =
    [
        "mentioned",
        "handed_over",
        "hand_over_accepted",
        "hand_over_bounced",
        "lead_told",
        "clock.warn",
        "clock.breach",
        "clock.escalate",
    ];
}

/// <summary>How a person is told of one kind.</summary>
/// <param name="Kind">One of <see cref="NoticeKinds.All"/>.</param>
/// <param name="Shown">It stands in the list, and counts there.</param>
/// <param name="PopsUp">It is said in passing when it comes.</param>
/// <param name="Sounds">It is heard when it comes.</param>
public sealed record NoticeChoice(string Kind, bool Shown, bool PopsUp, bool Sounds);

/// <summary>GET and PUT /desk/me/notices: every kind once.</summary>
public sealed record NoticeChoices(IReadOnlyList<NoticeChoice> Kinds);
