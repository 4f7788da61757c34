using Microsoft.Extensions.Options;

namespace TriageMesh.Router.Team;

/// <summary>How long somebody is believed to be there.</summary>
internal sealed class PresenceOptions
{
    public const string Section = "Router:Presence";

    /// <summary>After the last sign of life. A browser in the background gives one a minute at most.</summary>
    public TimeSpan Lasts { get; init; } = TimeSpan.FromMinutes(2);
}

internal sealed class PresenceOptionsValidator : IValidateOptions<PresenceOptions>
{
    public ValidateOptionsResult Validate(string? name, PresenceOptions options) =>
        options.Lasts >= TimeSpan.FromSeconds(10) && options.Lasts <= TimeSpan.FromHours(24)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"Router:Presence:Lasts is 10 seconds to 24 hours, not {options.Lasts}.");
}
