namespace TriageMesh.Classifier;

/// <summary>A file that cannot be used. The message is one line for the person who named it: file, line, what is wrong.</summary>
public sealed class InputException : Exception
{
    public InputException() { }

    public InputException(string message)
        : base(message) { }

    public InputException(string message, Exception innerException)
        : base(message, innerException) { }
}
