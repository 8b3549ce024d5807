"""The door for every act on a matter."""
