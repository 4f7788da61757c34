namespace TriageMesh.Desk.OpenId;

/// <summary>An address of the desk's own pages. Nobody is sent anywhere else after signing in, whatever a link says.</summary>
internal static class LocalAddress
{
    public const string Home = "/";
    private const int Longest = 1000;

    public static string OrHome(string? address) =>
        address is { Length: > 0 and <= Longest }
        && address[0] == '/'
        // Browsers read // and /\ as the beginning of a host, and leave out control characters before they look.
        && !(address.Length > 1 && address[1] is '/' or '\\')
        && !address.Any(character => char.IsControl(character) || character == '\\')
        && !address.StartsWith("/desk", StringComparison.OrdinalIgnoreCase)
        && Uri.TryCreate(address, UriKind.Relative, out _)
            ? address
            : Home;
}
