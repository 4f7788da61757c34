using System.Text.Json.Serialization;

namespace TriageMesh.Desk.OpenId;

/// <summary>Why nobody was signed in. The page has words for each.</summary>
internal enum OpenIdRefused
{
    /// <summary>The browser did not begin this sign-in, or began it too long ago.</summary>
    [JsonStringEnumMemberName("state")]
    State,

    /// <summary>The provider said no, or the person turned back.</summary>
    [JsonStringEnumMemberName("provider_refused")]
    ProviderRefused,

    /// <summary>The provider does not answer as it should.</summary>
    [JsonStringEnumMemberName("provider_away")]
    ProviderAway,

    /// <summary>The id token is not one that the provider made for this sign-in at this desk.</summary>
    [JsonStringEnumMemberName("not_valid")]
    NotValid,

    [JsonStringEnumMemberName("no_account")]
    NoAccount,

    [JsonStringEnumMemberName("no_role")]
    NoRole,

    [JsonStringEnumMemberName("switched_off")]
    SwitchedOff,

    [JsonStringEnumMemberName("too_many")]
    TooMany,
}

/// <summary>A sign-in that ends here.</summary>
/// <param name="why">What the person is told.</param>
/// <param name="detail">What the log says, without anything personal.</param>
internal sealed class OpenIdRefusal(OpenIdRefused why, string? detail = null) : Exception(detail ?? why.ToString())
{
    public OpenIdRefused Why { get; } = why;

    /// <summary>The account that was meant, where it is known.</summary>
    public Guid? AccountId { get; init; }

    /// <summary>The page that the person was on their way to, so that the next attempt leads there.</summary>
    public string? ReturnTo { get; set; }
}
