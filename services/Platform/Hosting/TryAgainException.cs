namespace TriageMesh.Platform.Hosting;

/// <summary>What was at hand was too old to go on with. It has been thrown away: the same again works with what is so now.</summary>
/// <param name="what">What was too old, without anything personal.</param>
public sealed class TryAgainException(string what) : Exception(what);
